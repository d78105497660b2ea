export {bundledModelFolder, neededNode, version} from '../library/package.ts';

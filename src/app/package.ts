import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {packageRoot} from '../package-files.ts';

/** The folder of the model that comes with the package. */
export const bundledModelFolder = fileURLToPath(new URL('models/storybook', packageRoot));

/** The folder of the server's page. */
export const pageFolder = fileURLToPath(new URL('web', packageRoot));

/** The version in package.json. */
export const version = (): string => facts().version;

/** The earliest Node.js that package.json allows. */
export const neededNode = (): string => facts().engines.node.replace('>=', '');

const facts = () => JSON.parse(readFileSync(new URL('package.json', packageRoot), 'utf8')) as {version: string; engines: {node: string}};

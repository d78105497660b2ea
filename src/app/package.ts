import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

/** The package's folder: two above this file, in src/ as in dist/. */
const root = new URL('../../', import.meta.url);

/** The folder of the model that comes with the package. */
export const bundledModelFolder = fileURLToPath(new URL('models/storybook', root));

/** The folder of the server's page. */
export const pageFolder = fileURLToPath(new URL('web', root));

/** The version in package.json. */
export const version = (): string => facts().version;

/** The earliest Node.js that package.json allows. */
export const neededNode = (): string => facts().engines.node.replace('>=', '');

const facts = () => JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {version: string; engines: {node: string}};

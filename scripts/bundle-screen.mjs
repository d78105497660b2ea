/*
Puts the screen, Ink and all that it needs into one file, over the one that tsc wrote: read one by one its 170 modules take six times the
processor time, which a run pays each time that it is watched. What the packages' licences ask to be passed on stands beside it.
*/
import {readdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {build} from 'rolldown';

const root = path.join(import.meta.dirname, '..');
const target = path.join(root, 'dist', 'ui', 'screen', 'show-run');

/** Ink asks for React's developer tools, which are not there, where DEV is set in the environment: it need not be about this program. */
const withoutDevTools = {
	name: 'without-dev-tools',
	load: {filter: {id: /[/\\]ink[/\\]build[/\\](?:devtools|utils)\.js$/}, handler: () => 'export const isDev = () => false;'},
};

/** Ink and what it needs measure texts as this program does. */
const ownWidths = {
	name: 'own-widths',
	resolveId: {
		filter: {id: /^string-width$/},
		handler: (/** @type {string} */ _, /** @type {string | undefined} */ importer) =>
			importer?.endsWith('cells.ts') ? undefined : '\0own-widths',
	},
	load: {
		filter: {id: /^\0own-widths$/},
		handler: () => `export {cellsOf as default} from ${JSON.stringify(path.join(root, 'src', 'ui', 'terminal', 'cells.ts'))};`,
	},
};

/** Pictures are the rest of the program's too: it is the same module, so that each is made smaller once. */
const sharedModules = {
	name: 'shared-modules',
	resolveId: {filter: {id: /\/picture\/codec\.ts$/}, handler: () => ({id: '../../picture/codec.js', external: true})},
};

const {
	output: [screen],
} = await build({
	input: path.join(root, 'src', 'ui', 'screen', 'show-run.tsx'),
	platform: 'node',
	// Its colour level is set by the command: there must be one of it.
	external: ['chalk'],
	transform: {
		target: 'node20',
		// Without fetch Yoga takes its WebAssembly from its text at once; with it Node loads all of its HTTP for that.
		define: {'process.env.NODE_ENV': '"production"', fetch: 'undefined'},
	},
	plugins: [withoutDevTools, ownWidths, sharedModules],
	// Functions keep their names: stacks tell where an error is from.
	output: {codeSplitting: false, minify: {compress: true, mangle: {toplevel: false, keepNames: true}, codegen: {removeWhitespace: true}}},
	write: false,
});
await writeChanged(`${target}.js`, readOnce(screen.code));
await writeChanged(`${target}.licenses.txt`, await licencesOf(screen.moduleIds));

/**
V8 skips the inside of a function until it is called, and then reads it all once more, but for `function` in brackets, which it takes to
be called at once: as the modules in here are, React's with its 300 kB among them.
@param {string} code
*/
function readOnce(code) {
	const wrapper = /__commonJSMin\(\((?:\(([\w$,]*)\)|([\w$]+))=>\{/g;
	return code.replace(wrapper, (_, several, one) => `__commonJSMin((function(${several ?? one}){`);
}

/** Tests that run at the same time are not disturbed by a file that stays as it is. @param {string} file @param {string} text */
async function writeChanged(file, text) {
	const before = await readFile(file, 'utf8').catch(() => undefined);
	if (before !== text) await writeFile(file, text);
}

/** @param {readonly string[]} modules Their paths */
async function licencesOf(modules) {
	const folders = modules.flatMap(module => /^.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/.exec(module)?.[0] ?? []);
	const parts = await Promise.all([...new Set(folders)].sort().map(licenceOf));
	return `The screen of mmada holds parts of these packages.\n\n${parts.join('\n\n')}\n`;
}

/** @param {string} folder Of a package */
async function licenceOf(folder) {
	const {name, version, license} = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
	// Yoga comes without its licence's text, which is word for word that of React, of the same owner.
	const from = name === 'yoga-layout' ? path.join(folder, '..', 'react') : folder;
	const file = (await readdir(from)).find(one => /^licen[cs]e/i.test(one));
	if (file === undefined) throw new Error(`${name} has no licence beside it: say in ${import.meta.filename} where it is.`);
	return `--- ${name} ${version}, ${license}\n\n${(await readFile(path.join(from, file), 'utf8')).trim()}`;
}

/*
Puts the program into few files in dist/program/, with what it needs of the packages below: read one by one, its several hundred modules take
longer than a command's own work. Each process has its file; the command line has one for its start, one for runs, and others that are read
when asked for. The licences of the packages stand beside them.
*/
import {mkdir, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {build} from 'rolldown';
import {minify} from 'rolldown/utils';
import {licencesOf} from './licences.mjs';

const root = path.join(import.meta.dirname, '..');
const target = path.join(root, 'dist', 'program');
/** @param {string} name */
const source = name => path.join(root, 'src', name);

/** Files of one module and all that it needs: processes, threads, and the library. */
const whole = {
	index: 'index.ts',
	folders: 'app/folders.ts',
	engine: 'engine/main.ts',
	'parent-watch': 'runtime/parent-watch.ts',
	'probe-child': 'runtime/probe-child.ts',
	'verify-child': 'model/verify-child.ts',
	'digest-worker': 'store/pull/digest-worker.ts',
};

/** Packages that a run needs, put in with all that they need. Others stay as they are; chalk does too, since another shares its level of colour. */
const inside =
	/^(?:@oxc-project\/runtime\/.*|@huggingface\/tokenizers|ink|meow|p-retry|react|react\/jsx-runtime|string-width|supports-terminal-graphics|terminal-image|wrap-ansi|zod)$/;

/** @param {string} id As it is written in the import @param {string | undefined} importer */
const isOutside = (id, importer) =>
	id === 'chalk' || id.startsWith('node:') || (/^[\w@]/.test(id) && importer?.startsWith(source('')) === true && !inside.test(id));

/** Ink asks for React's developer tools, which are not there, where DEV is set in the environment: it need not be about this program. */
const withoutDevTools = {
	name: 'without-dev-tools',
	load: {filter: {id: /[/\\]ink[/\\]build[/\\](?:devtools|utils)\.js$/}, handler: () => 'export const isDev = () => false;'},
};

/** Without fetch Yoga takes its WebAssembly from its text at once; with it Node loads all of its HTTP for that. */
const withoutFetch = {
	name: 'without-fetch',
	transform: {
		filter: {id: /[/\\]yoga-layout[/\\]/},
		handler: (/** @type {string} */ code) => code.replaceAll('typeof fetch', '"undefined"'),
	},
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
		handler: () => `export {cellsOf as default} from ${JSON.stringify(source('ui/terminal/cells.ts'))};`,
	},
};

/**
terminal-image hands PNGs to terminals that draw them. Its picture of half blocks, its conversion of other forms and its films are not used: the
program has its own. What they need, 90 MB when installed, stays out.
*/
const withoutCodecs = {
	name: 'without-codecs',
	resolveId: {
		filter: {id: /^(?:jimp|log-update|omggif)$/},
		handler: (/** @type {string} */ id, /** @type {string | undefined} */ importer) =>
			/[/\\]node_modules[/\\]terminal-image[/\\]/.test(importer ?? '') ? `\0without-${id}` : undefined,
	},
	load: {
		filter: {id: /^\0without-/},
		handler: () => 'export {absent as default, absent as GifReader, absent as intToRGBA, absent as Jimp}; const absent = undefined;',
	},
};

/** The screen is mostly React, Ink and Yoga: shorter, it is there sooner. Functions keep their names, so that stacks tell where an error is from. */
const shortScreen = {
	name: 'short-screen',
	/** @param {string} code @param {{readonly fileName: string}} chunk */
	renderChunk: async (code, {fileName}) => {
		if (fileName !== 'show-run.js') return null;
		const options = {module: true, compress: true, mangle: {toplevel: false, keepNames: true}, codegen: {removeWhitespace: true}};
		return (await minify(fileName, code, options)).code;
	},
};

/** @type {import('rolldown').InputOptions} */
const shared = {
	platform: 'node',
	external: isOutside,
	transform: {target: 'node20', define: {'process.env.NODE_ENV': '"production"'}},
	plugins: [withoutDevTools, withoutFetch, ownWidths, withoutCodecs, shortScreen],
	preserveEntrySignatures: 'allow-extension',
	tsconfig: path.join(root, 'tsconfig.json'),
};

/**
Modules that a module imports, and theirs, itself included: those that are there once it has run.
@param {readonly string[]} entries
@param {import('rolldown').ChunkingContext} context
*/
function needsOf(entries, context) {
	const found = new Set(entries);
	for (const id of found) for (const needed of context.getModuleInfo(id)?.importedIds ?? []) found.add(needed);
	return found;
}

/** @type {Set<string> | undefined} */
let start;
/** @type {Set<string> | undefined} */
let run;
/** The chunk of a module that is needed from the start, or for each run; the rest is split by what asks for it. @type {import('rolldown').CodeSplittingNameFunction} */
function chunkOf(id, context) {
	start ??= needsOf([source('cli/main.ts')], context);
	run ??= needsOf(
		['cli/parse/parse.ts', 'cli/config/config-file.ts', 'cli/config/settings.ts', 'cli/commands/gen.ts', 'cli/commands/edit.ts'].map(
			source,
		),
		context,
	);
	return start.has(id) ? 'start' : run.has(id) ? 'run' : null;
}

/** @type {import('rolldown').OutputOptions} */
const output = {chunkFileNames: '[name].js', comments: {legal: false, annotation: false, jsdoc: false}};
const builds = [
	await build({
		...shared,
		input: {main: source('cli/main.ts')},
		output: {...output, codeSplitting: {includeDependenciesRecursively: false, groups: [{name: chunkOf, debugName: 'start and run'}]}},
		write: false,
	}),
	...(await Promise.all(
		Object.entries(whole).map(([name, file]) =>
			build({...shared, input: {[name]: source(file)}, output: {...output, codeSplitting: false}, write: false}),
		),
	)),
];
const chunks = builds.flatMap(one => one.output);
const files = new Map(chunks.map(chunk => [chunk.fileName, 'code' in chunk ? readOnce(chunk.code) : chunk.source]));
files.set('licenses.txt', await licencesOf(chunks.flatMap(chunk => ('moduleIds' in chunk ? chunk.moduleIds : []))));
await mkdir(target, {recursive: true});
for (const [name, text] of files) await writeChanged(path.join(target, name), text);
for (const name of await readdir(target)) if (!files.has(name)) await rm(path.join(target, name));

/**
V8 skips the inside of a function until it is called, and then reads it all once more, but for `function` in brackets, which it takes to
be called at once: as the modules in here are, React's with its 300 kB among them.
@param {string} code
*/
function readOnce(code) {
	const wrapper = /__commonJSMin\(\((?:\(([\w$,]*)\)|([\w$]+))=>\{/g;
	return code.replace(wrapper, (_, several, one) => `__commonJSMin((function(${several ?? one}){`);
}

/** Tests that run at the same time are not disturbed by a file that stays as it is. @param {string} file @param {string | Uint8Array} text */
async function writeChanged(file, text) {
	const before = await readFile(file, 'utf8').catch(() => undefined);
	if (before !== text) await writeFile(file, text);
}

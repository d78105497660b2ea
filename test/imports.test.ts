import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const src = path.join(root, 'src');
const maxLines = 300;

type Room = {
	/** What it may import of src/, besides itself: files, or folders with a slash at the end. */
	readonly own: readonly string[];
	/** Packages and `node:` modules. */
	readonly foreign: readonly string[];
};

/** What every room may import: the errors, where the built program lies, how text is made safe to print or to copy, how JSON of others is read, and how alike words are. */
const everybody = ['errors.ts', 'package-files.ts', 'printable.ts', 'parse-json.ts', 'shell-word.ts', 'words.ts', 'pixels.ts'];
const rooms: Readonly<Record<string, Room>> = {
	decoder: {own: [], foreign: []},
	graph: {own: [], foreign: []},
	runtime: {own: [], foreign: ['node:', 'onnxruntime-node']},
	model: {own: ['decoder/', 'graph/', 'runtime/'], foreign: ['node:', 'zod', '@huggingface/tokenizers']},
	events: {own: ['decoder/'], foreign: ['node:', 'zod']},
	run: {own: ['decoder/', 'events/', 'model/'], foreign: ['node:']},
	// The runtime for what a child process needs before anything of it is loaded.
	engine: {own: ['events/', 'model/', 'run/', 'runtime/'], foreign: ['node:']},
	files: {own: [], foreign: ['node:']},
	picture: {own: ['events/', 'files/'], foreign: ['node:', 'saxes', 'sharp', 'zod']},
	transcript: {own: ['events/', 'files/', 'picture/'], foreign: ['node:', 'zod']},
	film: {own: ['events/', 'files/', 'picture/', 'transcript/'], foreign: ['node:', 'sharp']},
	journal: {own: ['events/', 'files/', 'picture/', 'transcript/'], foreign: ['node:', 'zod']},
	store: {own: ['files/', 'model/'], foreign: ['node:', 'zod', 'undici', '@huggingface/hub', 'p-retry']},
	app: {
		own: [
			'decoder/',
			'engine/',
			'events/',
			'files/',
			'journal/',
			'model/',
			'picture/',
			'run/',
			'runtime/',
			'store/',
			'transcript/',
			'world/',
		],
		foreign: ['node:', 'zod'],
	},
	ui: {own: ['events/', 'picture/'], foreign: ['ink', 'react', 'chalk', 'string-width', 'wrap-ansi', 'terminal-image']},
	world: {own: ['picture/'], foreign: ['node:']},
	shell: {own: [], foreign: []},
	bench: {own: ['app/', 'engine/', 'events/', 'files/', 'picture/', 'run/', 'world/'], foreign: ['node:', 'p-retry', 'zod']},
	mcp: {
		own: ['app/', 'events/', 'files/', 'model/', 'picture/', 'transcript/'],
		foreign: ['node:', 'zod', '@modelcontextprotocol/sdk'],
	},
	server: {
		own: ['app/', 'engine/', 'events/', 'files/', 'journal/', 'picture/', 'run/'],
		foreign: ['node:', 'hono', '@hono/node-server', '@fastify/busboy', 'zod'],
	},
	queue: {own: ['app/', 'files/', 'journal/', 'picture/'], foreign: ['node:', 'bullmq', 'ioredis', 'zod']},
	cli: {
		own: [
			...['app/', 'bench/', 'decoder/', 'engine/', 'events/', 'files/', 'film/', 'journal/', 'model/', 'picture/', 'run/', 'runtime/'],
			...['mcp/', 'queue/', 'server/', 'store/', 'shell/', 'transcript/', 'ui/', 'world/'],
		],
		foreign: ['node:', 'chalk', 'conf', 'meow', 'supports-terminal-graphics', 'wrap-ansi', 'zod'],
	},
};
/** The engine's child hands its process to the room once, at its entry; its environment is that of its parent and some variables more; where a user's folders are, the environment says; and the inference library reads there whether it may send anything. */
const readProcess = ['engine/main.ts', 'engine/environment.ts', 'app/folders.ts', 'runtime/library.ts'];
/** Packages with one importing file each, so that they can be replaced there. */
const soleImporters: Readonly<Record<string, string | readonly string[]>> = {
	sharp: 'picture/sharp.ts',
	saxes: 'picture/read-xmp.ts',
	meow: 'cli/parse/parse.ts',
	conf: 'cli/config/config-file.ts',
	'terminal-image': 'ui/screen/print-picture.ts',
	'onnxruntime-node': 'runtime/library.ts',
	undici: ['store/pull/connection.ts', 'store/pull/exchange.ts', 'store/pull/sockets.ts'],
	'@huggingface/hub': 'store/pull/repository.ts',
	'@hono/node-server': 'server/open-server.ts',
	'@fastify/busboy': 'server/form.ts',
	bullmq: 'queue/connect.ts',
	ioredis: 'queue/connect.ts',
	'p-retry': ['store/pull/retry.ts', 'bench/judges/vlm/client.ts'],
};
/** What reaches other machines: only when a user asks for a model, and where a user names a judge. */
const network = ['http', 'https', 'http2', 'net', 'tls', 'dgram', 'dns'].flatMap(name => [`node:${name}`, name]);
const connecting = ['store/pull/', 'bench/judges/vlm/client.ts', 'server/open-server.ts'];

const filesOf = (folder: string) =>
	readdirSync(path.join(src, folder), {recursive: true, encoding: 'utf8'})
		.filter(name => /\.tsx?$/.test(name))
		.map(name => path.posix.join(folder, name.split(path.sep).join('/')));
const textOf = (file: string) => readFileSync(path.join(src, file), 'utf8');

/** Everything a file imports: files as paths below src/, packages by name. */
const importsOf = (file: string): string[] =>
	importsIn(textOf(file)).map(name => (name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name));

function importsIn(text: string): string[] {
	const found = text.matchAll(/\bfrom '([^']+)'|\bimport\(\s*'([^']+)'\s*\)|^import '([^']+)'/gm);
	return [...found].map(([, from, lazy, bare]) => from ?? lazy ?? bare ?? '');
}

/** Files of a folder outside of src/ that hold code, by their whole paths. */
const toolsOf = (folder: string) =>
	readdirSync(path.join(root, folder), {recursive: true, encoding: 'utf8'})
		.filter(name => /\.(ts|mjs)$/.test(name))
		.map(name => path.join(root, folder, name));

const isOneOf = (name: string, allowed: readonly string[]) =>
	allowed.some(prefix => name === prefix || name.startsWith(/[/:]$/.test(prefix) ? prefix : `${prefix}/`));

const roomsThere = readdirSync(src, {withFileTypes: true})
	.filter(entry => entry.isDirectory())
	.map(({name}) => name);

test.each(roomsThere)('src/%s imports only what its room may', folder => {
	const room = rooms[folder];
	if (!room) throw new TypeError(`src/${folder} is an unknown room: say here what it may import.`);
	for (const file of filesOf(folder)) {
		for (const name of importsOf(file)) {
			const isAllowed = isOneOf(name, [`${folder}/`, ...everybody, ...room.own, ...room.foreign]);
			expect(isAllowed, `${file} imports ${name}`).toBe(true);
		}
	}
});

test.each(Object.entries(soleImporters))('only %s is imported by %s', (name, importer) => {
	const importing = filesOf('.').filter(file => importsOf(file).includes(name));
	expect(importing.filter(file => !isOneOf(file, [importer].flat()))).toEqual([]);
});

test(`only ${connecting.join(' and ')} open a connection`, () => {
	for (const file of filesOf('.').filter(name => !isOneOf(name, connecting))) {
		expect(
			importsOf(file).filter(name => network.includes(name)),
			file,
		).toEqual([]);
		expect(textOf(file).match(/(?<![.\w])(fetch|WebSocket|EventSource)\(/g), file).toBeNull();
	}
});

test('no room imports the command line, and only the command line reads the process', () => {
	for (const file of filesOf('.').filter(name => !name.startsWith('cli/'))) {
		expect(
			importsOf(file).filter(name => name.startsWith('cli/')),
			file,
		).toEqual([]);
		if (!readProcess.includes(file)) expect(textOf(file).match(/\bprocess\.(argv|env|exit|stdout|stderr|stdin|cwd)\b/g), file).toBeNull();
	}
});

test.each(['bench', 'scripts'])('%s imports rooms as they are written, but not the command line', folder => {
	for (const file of toolsOf(folder)) {
		const imported = importsIn(readFileSync(file, 'utf8'))
			.filter(name => name.startsWith('.'))
			.map(name => path.relative(root, path.join(path.dirname(file), name)));
		expect(
			imported.filter(name => isOneOf(name, ['dist', 'src/cli'])),
			file,
		).toEqual([]);
	}
});

test(`no file is longer than ${maxLines} lines`, () => {
	const files = [...filesOf('.').map(file => path.join(src, file)), ...toolsOf('bench'), ...toolsOf('scripts')];
	const long = files.filter(file => readFileSync(file, 'utf8').trimEnd().split('\n').length > maxLines);
	expect(long).toEqual([]);
});

const largestShare = 0.16;

test(`no room has more than ${100 * largestShare} % of the lines`, () => {
	const linesOf = (folder: string) => filesOf(folder).reduce((sum, file) => sum + textOf(file).split('\n').length, 0);
	const all = linesOf('.');
	expect(roomsThere.filter(room => linesOf(room) > largestShare * all)).toEqual([]);
});

test('only the room of events, the follower of runs and the screens make states of events', () => {
	const reducing = filesOf('.').filter(file => /\breduceRun\(/.test(textOf(file)));
	expect(reducing.filter(file => !isOneOf(file, ['events/', 'ui/', 'app/follow-run.ts']))).toEqual([]);
});

/** Comments of a file, with the line that each begins in. */
function commentsIn(text: string): {readonly line: number; readonly words: string}[] {
	const found = text.matchAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/ .*/gm);
	return [...found].map(({0: comment, index}) => ({
		line: text.slice(0, index).split('\n').length,
		words: comment.replace(/^\/(?:\*+|\/)\s*|\s*\*\/$/g, ''),
	}));
}

/** A comment begins with its subject, a noun or a verb, and says "if", "by default", "again" and "resume". */
const riddles =
	/^(?:What(?:ever)?|Of|Who(?:ever|se|m)?|Where|How|Which|(?:All )?[Tt]hat)\b|\b(?:anew|nobody|somebody|whoever)\b|\b(?:go|goes|gone|going) on with\b|\bunless (?:given|said|told)\b/i;

test('a comment begins with its subject, and says nothing that has to be decoded', () => {
	const files = [...filesOf('.').map(file => path.join(src, file)), ...toolsOf('bench'), ...toolsOf('scripts')];
	const found = files.flatMap(file =>
		commentsIn(readFileSync(file, 'utf8'))
			.filter(({words}) => riddles.test(words))
			.map(({line, words}) => `${path.relative(root, file)}:${line} ${words.slice(0, 80)}`),
	);
	expect(found).toEqual([]);
});

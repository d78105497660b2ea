import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {probeGraph} from '../src/runtime/probe-graph.ts';
import {trace, untraceable} from './fixtures/traced.ts';
import {isTorture} from './torture.ts';

const fileOf = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const mmada = [process.execPath, fileOf('bin/mmada.js')];
const quoted = mmada.map(word => `'${word}'`).join(' ');
/** The folders of state and data, as docs/privacy.md names them. */
const allowed = ['.local/state/mmada', '.local/share/mmada'];
/** The library's events were sent ten seconds after its start. */
const benchSeconds = isTorture ? 60 : 20;

const traced = test.skipIf(untraceable !== undefined);
const why = untraceable === undefined ? '' : ` (skipped: ${untraceable})`;

/** A program that imports a file. */
const program = (text: string) => [process.execPath, '--input-type=module', '-e', text];
const library = `
	import {generate} from ${JSON.stringify(fileOf('dist/program/index.js'))};
	await generate('a red kite', {seed: 1}).result();
`;
const session = (loading: string) => `
	const {InferenceSession} = ${loading};
	const graph = await InferenceSession.create(Buffer.from(${JSON.stringify(probeGraph.onnx)}, 'base64'));
	await graph.release();
`;
const inProcess = session(`await (await import(${JSON.stringify(fileOf('dist/runtime/library.js'))})).loadLibrary()`);
const careless = session(`await import(${JSON.stringify(import.meta.resolve('onnxruntime-node'))})`);

traced.each([
	{what: 'gen', command: [...mmada, 'gen', 'a red kite', '--seed', '1', '-q']},
	{what: 'doctor', command: [...mmada, 'doctor']},
	{what: 'a film with text', command: ['sh', '-c', `${quoted} gen "a red kite" -q && ${quoted} replay a-red-kite.json --gif --html -q`]},
	{what: 'a smaller variant of a model', command: [...mmada, 'models', 'convert', 'storybook', '--type', 'int8', '--name', 'small']},
	{what: 'several on one sheet', command: [...mmada, 'gen', 'a red kite', '-n', '2', '-q', '--quality', 'draft']},
	{
		what: 'a list done by two engines',
		command: ['sh', '-c', `printf 'a red kite\\na blue cat\\n' | ${quoted} batch - -o out --workers 2 -q --quality draft`],
	},
	{
		what: 'whatever tells of models, settings and pictures',
		command: [
			'sh',
			'-c',
			[
				...['gen "a red kite" -q --quality draft -o x.png', 'show x.png', 'rerun x.png -q -o y.png'],
				...['runs', 'models list', 'models info storybook', 'models verify storybook', 'config list', 'words', 'completion bash', 'man'],
				...['world --help', 'doctor --json'],
			]
				.map(words => `${quoted} ${words} > /dev/null`)
				.join(' && '),
		],
	},
	{what: 'a run of the library', command: program(library)},
	{what: 'a graph in the same process', command: program(inProcess)},
])(`$what: opens no socket and leaves no file but where docs/privacy.md says${why}`, async ({command}) => {
	const {code, stderr, sockets, strays, left} = await trace({command, allowed});
	expect({code, sockets, strays}, stderr).toEqual({code: 0, sockets: [], strays: []});
	expect(left.filter(name => !/^\.local($|\/(state|share)($|\/mmada($|\/)))/.test(name))).toEqual([]);
});

traced(`a bench of ${benchSeconds} s opens no socket and leaves no file but where docs/privacy.md says${why}`, async () => {
	const command = [...mmada, 'bench', '--suite', 'storybook', '-n', '1000', '--threads', '1'];
	const {stderr, sockets, strays} = await trace({command, allowed, seconds: benchSeconds});
	expect({sockets, strays}).toEqual({sockets: [], strays: []});
	expect(stderr).toMatch(/Stopped after [1-9]\d* of 1000 items/);
});

// Without the switch the trace sees these files; a trace that sees nothing would pass anything.
traced(`the trace sees what the inference library leaves by itself${why}`, async () => {
	const {strays} = await trace({command: program(careless), allowed});
	expect(strays.map(file => path.basename(file))).toEqual(expect.arrayContaining(['onnxruntime.db', '.ses']));
});

traced(`the trace sees a socket, and files in all ways that they come to be${why}`, async () => {
	const {sockets, strays, home} = await trace({
		command: program(`
			import fs from 'node:fs';
			import net from 'node:net';
			fs.writeFileSync('../a', '');
			fs.mkdirSync(process.env.HOME + '/b');
			fs.symlinkSync('x', '../c');
			fs.writeFileSync('d', '');
			fs.renameSync('d', '../e');
			net.connect(9, '127.0.0.1').on('error', () => {});
		`),
	});
	const root = path.dirname(home);
	expect([...new Set(strays)].sort()).toEqual([...['a', 'c', 'e'].map(name => path.join(root, name)), path.join(home, 'b')].sort());
	expect(sockets.length).toBeGreaterThan(0);
});

import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {writeModels} from './cli/workplace.ts';
import {trace, untraceable} from './fixtures/traced.ts';
import {kinds, type TestServer} from './queue/servers.ts';

const mmada = [process.execPath, fileURLToPath(new URL('../bin/mmada.js', import.meta.url))];
const traced = test.skipIf(untraceable !== undefined);
const why = untraceable === undefined ? '' : ` (skipped: ${untraceable})`;

let root = '';
let model = '';
beforeAll(async () => {
	root = await mkdtemp(path.join(tmpdir(), 'mmada named '));
	({tiny: model} = await writeModels(root));
});
afterAll(async () => rm(root, {recursive: true}));

const quick = ['--steps', '4', '--image-steps', '4'];

traced(`serve listens to this machine and speaks to nobody${why}`, async () => {
	const {reached, heard, stderr} = await trace({
		command: [...mmada, 'serve', '--model', model, '--threads', '1', '--port', '0'],
		async talk({said, interrupt}) {
			const address = await said(/http:\/\/127\.0\.0\.1:\d+/);
			const response = await fetch(`${address}/v1/images/generations`, {
				method: 'POST',
				headers: {'content-type': 'application/json'},
				body: JSON.stringify({prompt: 'a red cat', steps: 4, image_steps: 4}),
			});
			expect(response.status).toBe(200);
			interrupt();
		},
	});
	expect({reached, heard}, stderr).toEqual({reached: [], heard: ['127.0.0.1:0']});
});

traced(`mcp draws without a socket${why}`, async () => {
	const hello = {protocolVersion: '2025-06-18', capabilities: {}, clientInfo: {name: 'tests', version: '1'}};
	const draw = {name: 'generate', arguments: {instruction: 'a red cat', steps: 4, imageSteps: 4}};
	const messages = [
		{jsonrpc: '2.0', id: 1, method: 'initialize', params: hello},
		{jsonrpc: '2.0', method: 'notifications/initialized'},
		{jsonrpc: '2.0', id: 2, method: 'tools/call', params: draw},
	];
	const {code, sockets, stderr} = await trace({
		command: [...mmada, 'mcp', '--model', model, '--threads', '1', '-o', 'pictures'],
		async talk({write, end, said}) {
			write(messages.map(message => `${JSON.stringify(message)}\n`).join(''));
			await said(/"type":"image"/);
			end();
		},
	});
	expect({code, sockets}, stderr).toEqual({code: 0, sockets: []});
});

describe.each(kinds)('$name', ({missing, start}) => {
	const there = test.skipIf(missing !== undefined || untraceable !== undefined);
	const reason = missing ?? untraceable;
	let server: TestServer;
	beforeAll(async () => {
		if (reason === undefined) server = await start();
	}, 120_000);
	afterAll(async () => server?.[Symbol.asyncDispose]());

	there(
		`submitter, worker and queue speak to the server that they are told, and to nobody else${reason ? ` (skipped: ${reason})` : ''}`,
		async () => {
			const list = path.join(root, 'jobs.jsonl');
			await writeFile(list, `${JSON.stringify({instruction: 'a red cat', seed: 1})}\n`);
			const at = ['--queue', server.url, '--model', model];
			const env = {MMADA_QUEUE_PASSWORD: server.password};
			const talk = async () => {};
			const [submitting, working] = await Promise.all([
				trace({command: [...mmada, 'batch', list, '-q', ...at, ...quick, '-o', 'out'], env, talk}),
				trace({
					command: [...mmada, 'worker', ...at, '--threads', '1', '--json'],
					env,
					async talk({said, interrupt}) {
						await said(/"status":"done"/);
						interrupt();
					},
				}),
			]);
			const asking = await trace({command: [...mmada, 'queue', 'status', ...at], env, talk});
			const traces = [submitting, working, asking];
			expect(
				traces.map(({reached, heard}) => ({reached, heard})),
				traces.map(({stderr}) => stderr).join(''),
			).toEqual(traces.map(() => ({reached: [new URL(server.url).host], heard: []})));
			// The tracer of the worker ends by the Ctrl-C itself.
			expect([submitting.code, asking.code]).toEqual([0, 0]);
		},
	);
});

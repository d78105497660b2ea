import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {createGraph} from '../../src/graph/builder.ts';
import {probeDevices} from '../../src/runtime/probe-devices.ts';
import {probeGraph} from '../../src/runtime/probe-graph.ts';
import {readsHalf} from '../../src/runtime/reads-half.ts';

let folder = '';
beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'mmada probe '));
});
afterAll(async () => rm(folder, {recursive: true}));

test('the processor works, and a device that does not exist says why not', async () => {
	const [cpu, none] = await probeDevices({devices: ['cpu', 'abacus']});
	expect(cpu).toEqual({device: 'cpu', works: true, elapsedMs: expect.any(Number)});
	expect(none).toMatchObject({device: 'abacus', works: false, reason: expect.stringContaining('abacus')});
});

test('without names, every device that the library was built for is tried', async () => {
	const found = await probeDevices();
	expect(found.map(({device}) => device)).toContain('cpu');
	for (const {works, reason} of found) expect(works || (reason ?? '').length > 0).toBe(true);
});

test.each([
	{type: 'float', onnx: probeGraph.onnx},
	{type: 'float16', onnx: probeGraph.halfOnnx},
] as const)('the graph in $type is what our own writer makes of it', ({type, onnx}) => {
	const graph = createGraph('probe');
	const weights = graph.as(graph.floats([1, 2, 3, 4, 5, 6], [3, 2]), type);
	const x = graph.as(graph.input('x', 'float', [2, 3]), type);
	graph.output('y', graph.as(graph.op('MatMul', [x, weights]), 'float'), [2, 2]);
	expect(Buffer.from(graph.bytes()).toString('base64')).toBe(onnx);
});

test('the processor computes with float16', async () => {
	expect(await readsHalf({device: 'cpu', threads: 1})).toBe(true);
});

test.each([
	{rule: 'aborts', code: 'process.abort();', reason: 'its process ended with SIGABRT'},
	{rule: 'ends without a word', code: 'process.exit(3);', reason: 'its process ended with exit code 3'},
	{rule: 'hangs', code: 'setInterval(() => {}, 1000);', reason: 'no answer within 0.3 s'},
])('a driver that $rule takes only its own process with it', async ({code, reason}) => {
	const file = path.join(folder, 'driver.mjs');
	await writeFile(file, code);
	expect(
		await probeDevices({devices: ['cuda'], entry: pathToFileURL(file), withinMs: 300 + (code.startsWith('set') ? 0 : 20_000)}),
	).toEqual([{device: 'cuda', works: false, reason}]);
});

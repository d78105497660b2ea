import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {UserError} from '../../src/errors.ts';
import {weight} from '../../src/graph/blocks.ts';
import {createGraph} from '../../src/graph/builder.ts';
import {openSession} from '../../src/runtime/session.ts';
import {temporaryFolder} from '../model/recipe.ts';

/** y = x + w, with w four halves in `file`, 8 bytes in. */
function addition(file: string) {
	const graph = createGraph('addition');
	const x = graph.input('x', 'float', ['n']);
	const w = weight(graph, {name: 'w', type: 'F16', shape: [4], file, offset: 8, length: 8});
	graph.output('y', graph.op('Add', [x, w]), ['n']);
	return graph.bytes();
}
const halves = Uint16Array.of(0xffff, 0xffff, 0xffff, 0xffff, 0x3c00, 0x4000, 0xc000, 0x3800); // 1, 2, -2, 0.5 after the first eight bytes.
const x = {data: Float32Array.of(10, 20, 30, 40), dims: [4]};

test('weights are read out of a file of the folder, at their offset, and widened', async () => {
	await using temporary = await temporaryFolder();
	await writeFile(path.join(temporary.folder, 'w.bin'), halves);
	await using session = await openSession(addition('w.bin'), {folder: temporary.folder, device: 'cpu', threads: 1});
	const {y} = await session.run({x}, ['y']);
	expect([...y.data]).toEqual([11, 22, 28, 40.5]);
});

test('a missing input is named, with what was given', async () => {
	await using temporary = await temporaryFolder();
	await writeFile(path.join(temporary.folder, 'w.bin'), halves);
	await using session = await openSession(addition('w.bin'), {folder: temporary.folder, device: 'cpu', threads: 1});
	await expect(session.run({z: x}, ['y'])).rejects.toThrow('Missing graph inputs: x. Given: z [4].');
});

test.each(['missing.bin', '../w.bin', '/etc/hostname'])('a weight in %s is refused', async file => {
	await using temporary = await temporaryFolder();
	const opening = openSession(addition(file), {folder: temporary.folder, device: 'cpu', threads: 1});
	await expect(opening).rejects.toThrow(UserError);
});

// Of the other processors the library knows no such switch.
test.runIf(process.arch === 'x64')('what is too small for a normal float32 counts as 0, which is many times faster', async () => {
	const graph = createGraph('small');
	graph.output('y', graph.op('Mul', [graph.input('x', 'float', ['n']), graph.floats([1e-20], [1])]), ['n']);
	await using session = await openSession(graph.bytes(), {folder: '.', device: 'cpu', threads: 1});
	const {y} = await session.run({x: {data: Float32Array.of(1e-17, 1e-20), dims: [2]}}, ['y']);
	expect([...y.data]).toEqual([Math.fround(1e-37), 0]);
});

import {tmpdir} from 'node:os';
import {expect, test} from 'vitest';
import {createGraph} from '../../src/graph/builder.ts';
import {openSession} from '../../src/runtime/session.ts';

test('of two branches only the one that a condition names gives its value, which may come from a branch of its own', async () => {
	const graph = createGraph('branches');
	const x = graph.input('x', 'float', ['n']);
	const isInner = graph.input('is_inner', 'bool', [1]);
	const chosen = graph.choose(
		graph.input('is_outer', 'bool', [1]),
		() => graph.op('Add', [x, graph.floats([100], [1])]),
		() =>
			graph.choose(
				isInner,
				() => graph.op('Mul', [graph.op('Add', [x, graph.floats([1], [1])]), x]),
				() => graph.op('Sub', [x, graph.floats([7], [1])]),
			),
	);
	graph.output('y', graph.op('Add', [chosen, x]), ['n']);
	await using session = await openSession(graph.bytes(), {folder: tmpdir(), device: 'cpu', threads: 1});
	const truth = (value: boolean) => ({data: Uint8Array.of(Number(value)), dims: [1]});
	const run = async (isOuter: boolean, inner: boolean) => {
		const inputs = {x: {data: Float32Array.of(2, 3), dims: [2]}, is_outer: truth(isOuter), is_inner: truth(inner)};
		return [...(await session.run(inputs, ['y'])).y.data];
	};
	expect(await run(true, true)).toEqual([104, 106]);
	expect(await run(true, false)).toEqual([104, 106]);
	expect(await run(false, true)).toEqual([8, 15]);
	expect(await run(false, false)).toEqual([-3, -1]);
});

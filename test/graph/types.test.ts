import {expect, test} from 'vitest';
import {createGraph} from '../../src/graph/builder.ts';

test('a value has the type of what it is made of, or of its operator', () => {
	const graph = createGraph('types');
	const half = graph.input('half', 'float16', ['n', 4]);
	expect(graph.op('Mul', [half, half]).type).toBe('float16');
	expect(graph.op('Gather', [half, graph.ints([0])], {axis: 0}).type).toBe('float16');
	expect(graph.op('Shape', [half]).type).toBe('int64');
	expect(graph.op('ArgMax', [half], {axis: 1}).type).toBe('int64');
	expect(graph.op('LessOrEqual', [half, half]).type).toBe('bool');
	expect(graph.as(half, 'bfloat16').type).toBe('bfloat16');
});

test('a value of the type that is asked for is not cast', () => {
	const graph = createGraph('types');
	const x = graph.input('x', 'float', ['n']);
	expect(graph.as(x, 'float')).toBe(x);
});

test('floating-point types that meet without a cast are refused while the graph is written', () => {
	const graph = createGraph('types');
	const half = graph.input('half', 'float16', ['n', 4]);
	const whole = graph.input('whole', 'float', [4, 4]);
	expect(() => graph.op('MatMul', [half, whole])).toThrow(new TypeError('MatMul of float16, float: a cast is missing.'));
	expect(graph.op('MatMul', [half, graph.as(whole, 'float16')]).type).toBe('float16');
});

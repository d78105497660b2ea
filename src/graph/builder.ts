import {type AttributeKind, type Attributes, attributeKinds, domainOf, type Operator, opset} from './operators.ts';
import {bytesField, floatField, intField, message} from './protobuf.ts';
import type {StoredTensor} from './stored-tensor.ts';

/** A value that flows between operators. */
export type Edge = {readonly name: string};

/** Element types of TensorProto. */
export const elementTypes = {float: 1, int64: 7, bool: 9, float16: 10, bfloat16: 16} as const;
export type ElementType = keyof typeof elementTypes;

/** A graph being written. Operators run in the order in which they are added. */
export type Graph = ReturnType<typeof createGraph>;

const storedTypes = {F32: elementTypes.float, F16: elementTypes.float16, BF16: elementTypes.bfloat16, I8: 3, U8: 2} as const;

/** Start an empty graph. Its field numbers are those of onnx.proto (IR version 10). */
export function createGraph(name: string) {
	const nodes: Uint8Array[] = [];
	const initializers = new Map<string, Uint8Array>();
	const inputs: Uint8Array[] = [];
	const outputs: Uint8Array[] = [];
	let serial = 0;

	const tensor = (tensorName: string, type: number, dims: readonly number[], data: readonly Uint8Array[]) =>
		message([...dims.map(size => intField(1, size)), intField(2, type), bytesField(8, tensorName), ...data]);
	const constant = (type: number, dims: readonly number[], bytes: Uint8Array): Edge => {
		const edge = {name: `constant_${++serial}`};
		initializers.set(edge.name, tensor(edge.name, type, dims, [bytesField(9, bytes)]));
		return edge;
	};

	return {
		/** Declare an input. A string in `shape` names a size that is known only at run time. */
		input(inputName: string, type: ElementType, shape: readonly (number | string)[]): Edge {
			inputs.push(valueInfo(inputName, type, shape));
			return {name: inputName};
		},

		/** A float32 constant stored in the graph itself, row-major. */
		floats(values: Iterable<number>, dims: readonly number[]): Edge {
			return constant(
				elementTypes.float,
				dims,
				new Uint8Array((values instanceof Float32Array ? values : Float32Array.from(values)).buffer),
			);
		},

		/** An int64 constant; without `dims` a vector. */
		ints(values: readonly number[], dims: readonly number[] = [values.length]): Edge {
			return constant(elementTypes.int64, dims, new Uint8Array(BigInt64Array.from(values, BigInt).buffer));
		},

		/** A weight read from the checkpoint's file, in its stored type. `dims` may re-read the same bytes in another shape. */
		stored(source: StoredTensor, dims = source.shape): Edge {
			if (source.data) return constant(storedTypes[source.type], dims, source.data);
			const location = Object.entries({location: source.file, offset: `${source.offset}`, length: `${source.length}`});
			const entries = location.map(([key, value]) => bytesField(13, message([bytesField(1, key), bytesField(2, value)])));
			initializers.set(source.name, tensor(source.name, storedTypes[source.type], dims, [...entries, intField(14, 1)]));
			return {name: source.name};
		},

		/** Add an operator with one output. An undefined input is an optional one left out. */
		op<Name extends Operator>(operator: Name, operands: readonly (Edge | undefined)[], attributes?: Attributes<Name>): Edge {
			const edge = {name: `${operator}_${++serial}`};
			const kinds = attributeKinds(operator);
			nodes.push(
				message([
					...operands.map(operand => bytesField(1, operand?.name ?? '')),
					bytesField(2, edge.name),
					bytesField(3, edge.name),
					bytesField(4, operator),
					...Object.entries(attributes ?? {}).map(([key, value]) => bytesField(5, attribute(key, kinds[key], value))),
					bytesField(7, domainOf(operator)),
				]),
			);
			return edge;
		},

		/** Make `source` an output of the graph under its own name. */
		output(outputName: string, source: Edge, type: ElementType, shape: readonly (number | string)[]): void {
			nodes.push(
				message([bytesField(1, source.name), bytesField(2, outputName), bytesField(3, `output_${outputName}`), bytesField(4, 'Identity')]),
			);
			outputs.push(valueInfo(outputName, type, shape));
		},

		/** The ModelProto. */
		bytes(): Uint8Array {
			const graph = message([
				...nodes.map(node => bytesField(1, node)),
				bytesField(2, name),
				...[...initializers.values()].map(initializer => bytesField(5, initializer)),
				...inputs.map(input => bytesField(11, input)),
				...outputs.map(output => bytesField(12, output)),
			]);
			return message([
				intField(1, 10),
				bytesField(2, 'mmada'),
				bytesField(7, graph),
				bytesField(8, message([bytesField(1, ''), intField(2, opset)])),
				bytesField(8, message([bytesField(1, 'com.microsoft'), intField(2, 1)])),
			]);
		},
	};
}

function valueInfo(name: string, type: ElementType, shape: readonly (number | string)[]): Uint8Array {
	const dims = shape.map(size => bytesField(1, typeof size === 'number' ? intField(1, size) : bytesField(2, size)));
	const tensorType = message([intField(1, elementTypes[type]), bytesField(2, message(dims))]);
	return message([bytesField(1, name), bytesField(2, bytesField(1, tensorType))]);
}

function attribute(name: string, kind: AttributeKind | undefined, value: unknown): Uint8Array {
	const head = bytesField(1, name);
	if (kind === 'float' && typeof value === 'number') return message([head, floatField(2, value), intField(20, 1)]);
	if (kind === 'int' && typeof value === 'number') return message([head, intField(3, value), intField(20, 2)]);
	if (kind === 'string' && typeof value === 'string') return message([head, bytesField(4, value), intField(20, 3)]);
	if (kind === 'ints' && Array.isArray(value)) return message([head, ...value.map((item: number) => intField(8, item)), intField(20, 7)]);
	throw new TypeError(`Attribute ${name} must be ${kind}.`);
}

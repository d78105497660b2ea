import {type ElementType, elementTypes} from './element-types.ts';
import {type AttributeKind, type Attributes, attributeKinds, domainOf, type Operator, opset, resultType} from './operators.ts';
import {bytesField, floatField, intField, message} from './protobuf.ts';
import type {StoredTensor} from './stored-tensor.ts';

/** A value that flows between operators. */
export type Edge = {readonly name: string; readonly type: ElementType};

/** An operator in its place; a result that is not used has no name. */
type Node = {
	readonly operator: string;
	readonly domain: string;
	readonly operands: readonly (Edge | undefined)[];
	readonly results: readonly string[];
	readonly attributes: readonly Uint8Array[];
	/** Graphs of their own that it runs one of, by attribute. */
	readonly branches?: Readonly<Record<string, Branch>>;
};

/** Operators and constants of one way through a graph, and what comes out of it. */
type Branch = Scope & {readonly result: Edge};
type Scope = {readonly nodes: Node[]; readonly initializers: Map<string, Uint8Array>};

/** A graph being written. Operators run in the order in which they are added. */
export type Graph = ReturnType<typeof createGraph>;

/** Types in graphs of what a checkpoint stores. */
export const storedTypes = {F32: 'float', F16: 'float16', BF16: 'bfloat16', I8: 'int8', U8: 'uint8'} as const;

/** Start an empty graph. Its field numbers are those of onnx.proto (IR version 10). */
export function createGraph(name: string) {
	const whole: Scope = {nodes: [], initializers: new Map()};
	/** Place of the next operators and constants: the graph, or the branch that is being written. */
	let scope = whole;
	const inputs: Uint8Array[] = [];
	const outputs: Uint8Array[] = [];
	/** Declared shapes of results. */
	const shapes: {readonly edge: Edge; readonly shape: readonly number[]}[] = [];
	/** Results of operators so far, by name, and the name under which each leaves the graph, if it does. */
	const results = new Map<string, string | undefined>();
	let serial = 0;

	const tensor = (tensorName: string, type: ElementType, dims: readonly number[], data: readonly Uint8Array[]) =>
		message([...dims.map(size => intField(1, size)), intField(2, elementTypes[type]), bytesField(8, tensorName), ...data]);
	const constant = (type: ElementType, dims: readonly number[], bytes: Uint8Array): Edge => {
		const edge = {name: `constant_${++serial}`, type};
		scope.initializers.set(edge.name, tensor(edge.name, type, dims, [bytesField(9, bytes)]));
		return edge;
	};

	/**
	Add an operator of which some of several outputs are used, by their places: true for each that is. Returns those.
	@throws TypeError when its operands are of floating-point types that differ: a cast is missing
	*/
	const add = <Name extends Operator>(
		operator: Name,
		operands: readonly (Edge | undefined)[],
		attributes: Attributes<Name> | undefined,
		used: readonly boolean[],
	): Edge[] => {
		const type = resultType(operator, operands, attributes);
		const name = `${operator}_${++serial}`;
		const made = used.map((isUsed, place) => (isUsed ? (place === 0 ? name : `${name}_${place}`) : ''));
		for (const result of made) if (result) results.set(result, undefined);
		const kinds = attributeKinds(operator);
		const written = Object.entries(attributes ?? {}).map(([key, value]) => attribute(key, kinds[key], value));
		scope.nodes.push({operator, domain: domainOf(operator), operands, results: made, attributes: written});
		return made.filter(Boolean).map(result => ({name: result, type}));
	};
	const op = <Name extends Operator>(operator: Name, operands: readonly (Edge | undefined)[], attributes?: Attributes<Name>): Edge =>
		add(operator, operands, attributes, [true])[0]!;
	/** Names are final only when it is known what leaves the graph. */
	const finalName = (name: string) => results.get(name) || name;
	const nodeMessage = ({operator, domain, operands, results: made, attributes, branches = {}}: Node): Uint8Array =>
		message([
			...operands.map(operand => bytesField(1, operand ? finalName(operand.name) : '')),
			...made.map(result => bytesField(2, finalName(result))),
			bytesField(3, made[0] ?? ''),
			bytesField(4, operator),
			...attributes.map(written => bytesField(5, written)),
			...Object.entries(branches).map(([key, branch]) =>
				bytesField(5, message([bytesField(1, key), bytesField(6, branchMessage(key, branch)), intField(20, 5)])),
			),
			bytesField(7, domain),
		]);
	const branchMessage = (key: string, {nodes, initializers, result}: Branch): Uint8Array =>
		message([
			...nodes.map(node => bytesField(1, nodeMessage(node))),
			bytesField(2, key),
			...[...initializers.values()].map(initializer => bytesField(5, initializer)),
			bytesField(12, valueInfo(finalName(result.name), result.type)),
		]);
	/** Operators that `write` adds, apart from the graph around them, whose values they may read. */
	const branchOf = (write: () => Edge): Branch => {
		const around = scope;
		const own: Scope = {nodes: [], initializers: new Map()};
		scope = own;
		try {
			return {...own, result: write()};
		} finally {
			scope = around;
		}
	};

	return {
		/** Declare an input. A string in `shape` names a size that is known only at run time. */
		input(inputName: string, type: ElementType, shape: readonly (number | string)[]): Edge {
			inputs.push(valueInfo(inputName, type, shape));
			return {name: inputName, type};
		},

		/** A float32 constant stored in the graph itself, row-major. */
		floats(values: Iterable<number>, dims: readonly number[]): Edge {
			return constant('float', dims, new Uint8Array((values instanceof Float32Array ? values : Float32Array.from(values)).buffer));
		},

		/** An int64 constant; without `dims` a vector. */
		ints(values: readonly number[], dims: readonly number[] = [values.length]): Edge {
			return constant('int64', dims, new Uint8Array(BigInt64Array.from(values, BigInt).buffer));
		},

		/** A weight read from the checkpoint's file, in its stored type. `dims` may re-read the same bytes in another shape. */
		stored(source: StoredTensor, dims = source.shape): Edge {
			const type = storedTypes[source.type];
			if (source.data) return constant(type, dims, source.data);
			const location = Object.entries({location: source.file, offset: `${source.offset}`, length: `${source.length}`});
			const entries = location.map(([key, value]) => bytesField(13, message([bytesField(1, key), bytesField(2, value)])));
			scope.initializers.set(source.name, tensor(source.name, type, dims, [...entries, intField(14, 1)]));
			return {name: source.name, type};
		},

		/** Add an operator with one output. An undefined input is an optional one left out. Its type is that of what goes in, or fixed. */
		op,
		ops: add,

		/**
		The value that one of two branches gives, by a `condition` (1,) of type bool; only that one is computed. What a branch gives is made in it by
		an operator.
		*/
		choose(condition: Edge, whenTrue: () => Edge, whenFalse: () => Edge): Edge {
			const branches = {then_branch: branchOf(whenTrue), else_branch: branchOf(whenFalse)};
			const {type} = branches.then_branch.result;
			const result = {name: `If_${++serial}`, type};
			results.set(result.name, undefined);
			scope.nodes.push({operator: 'If', domain: '', operands: [condition], results: [result.name], attributes: [], branches});
			return result;
		},

		/** A value in another type; itself where it is of that type. The only place that writes casts. */
		as: (source: Edge, type: ElementType): Edge => (source.type === type ? source : op('Cast', [source], {to: elementTypes[type]})),

		/**
		The same value, its shape declared where the library cannot infer it: results of one shape of which no two are needed at once then share
		their memory. Outside of branches only.
		*/
		shaped(edge: Edge, shape: readonly number[]): Edge {
			if (scope === whole) shapes.push({edge, shape});
			return edge;
		},

		/** Make `source` an output of the graph under its own name. */
		output(outputName: string, source: Edge, shape: readonly (number | string)[]): void {
			outputs.push(valueInfo(outputName, source.type, shape));
			// A copy only of what is no operator's, or goes out twice.
			if (results.has(source.name) && results.get(source.name) === undefined) results.set(source.name, outputName);
			else whole.nodes.push({operator: 'Identity', domain: '', operands: [source], results: [outputName], attributes: []});
		},

		/** The ModelProto. */
		bytes(): Uint8Array {
			const graph = message([
				...whole.nodes.map(node => bytesField(1, nodeMessage(node))),
				bytesField(2, name),
				...[...whole.initializers.values()].map(initializer => bytesField(5, initializer)),
				...inputs.map(input => bytesField(11, input)),
				...outputs.map(output => bytesField(12, output)),
				...shapes.map(({edge, shape}) => bytesField(13, valueInfo(finalName(edge.name), edge.type, shape))),
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

function valueInfo(name: string, type: ElementType, shape?: readonly (number | string)[]): Uint8Array {
	const dims = shape?.map(size => bytesField(1, typeof size === 'number' ? intField(1, size) : bytesField(2, size)));
	const tensorType = message([intField(1, elementTypes[type]), ...(dims ? [bytesField(2, message(dims))] : [])]);
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

import {type ElementType, elementTypes, isFloatType} from './element-types.ts';

/*
The operators that our networks use, each with its attributes and their kind on the wire. Domain `ai.onnx` at `opset`, but
those in `microsoftOperators`. https://onnx.ai/onnx/operators/, onnxruntime docs/ContribOperators.md
*/
const operators = {
	Abs: {},
	Add: {},
	ArgMax: {axis: 'int', keepdims: 'int'},
	Cast: {to: 'int'},
	Concat: {axis: 'int'},
	Conv: {kernel_shape: 'ints', pads: 'ints', strides: 'ints'},
	DepthToSpace: {blocksize: 'int', mode: 'string'},
	Div: {},
	DynamicQuantizeMatMul: {},
	Gather: {axis: 'int'},
	GatherElements: {axis: 'int'},
	GatherND: {batch_dims: 'int'},
	Gemm: {transB: 'int'},
	InstanceNormalization: {epsilon: 'float'},
	LessOrEqual: {},
	MatMul: {},
	MatMulNBits: {K: 'int', N: 'int', bits: 'int', block_size: 'int'},
	Max: {},
	Min: {},
	Mul: {},
	MultiHeadAttention: {num_heads: 'int', scale: 'float', unidirectional: 'int'},
	Pad: {},
	ReduceMax: {keepdims: 'int'},
	ReduceSum: {keepdims: 'int'},
	Reshape: {},
	Resize: {mode: 'string', coordinate_transformation_mode: 'string', nearest_mode: 'string'},
	RotaryEmbedding: {interleaved: 'int'},
	Shape: {start: 'int', end: 'int'},
	Sigmoid: {},
	SimplifiedLayerNormalization: {axis: 'int', epsilon: 'float'},
	SkipSimplifiedLayerNormalization: {epsilon: 'float'},
	Slice: {},
	Softmax: {axis: 'int'},
	SpaceToDepth: {blocksize: 'int'},
	Sub: {},
	Transpose: {perm: 'ints'},
} as const satisfies Readonly<Record<string, Readonly<Record<string, AttributeKind>>>>;

type AttributeTypes = {readonly int: number; readonly float: number; readonly ints: readonly number[]; readonly string: string};
export type AttributeKind = keyof AttributeTypes;
export type Operator = keyof typeof operators;
type Kinds<Name extends Operator> = (typeof operators)[Name];

/** The attributes of an operator; those left out take ONNX's default. */
export type Attributes<Name extends Operator> = {
	readonly [Key in keyof Kinds<Name>]?: Kinds<Name>[Key] extends AttributeKind ? AttributeTypes[Kinds<Name>[Key]] : never;
};

const microsoftOperators: ReadonlySet<string> = new Set<Operator>([
	'DynamicQuantizeMatMul',
	'MatMulNBits',
	'MultiHeadAttention',
	'RotaryEmbedding',
	'SkipSimplifiedLayerNormalization',
]);

export const opset = 21;
export const domainOf = (operator: Operator): '' | 'com.microsoft' => (microsoftOperators.has(operator) ? 'com.microsoft' : '');
export const attributeKinds = (operator: Operator): Readonly<Record<string, AttributeKind>> => operators[operator];

const typesByNumber = new Map<unknown, ElementType>(Object.entries(elementTypes).map(([name, number]) => [number, name as ElementType]));

/** Results of a type of their own; all others are of the type of the first operand. */
const fixedTypes: Partial<Readonly<Record<Operator, ElementType>>> = {
	ArgMax: 'int64',
	DynamicQuantizeMatMul: 'float',
	LessOrEqual: 'bool',
	Shape: 'int64',
};

/** The element type of what an operator gives. @throws TypeError when floating-point types meet that differ */
export function resultType(
	operator: Operator,
	operands: readonly ({readonly type: ElementType} | undefined)[],
	attributes: Readonly<Record<string, unknown>> = {},
): ElementType {
	const types = operands.flatMap(operand => (operand ? [operand.type] : []));
	const floats = new Set(types.filter(isFloatType));
	// The factors of a Resize are float32 whatever the picture is.
	if (floats.size > 1 && operator !== 'Resize') throw new TypeError(`${operator} of ${types.join(', ')}: a cast is missing.`);
	const type = operator === 'Cast' ? typesByNumber.get(attributes.to) : (fixedTypes[operator] ?? types[0]);
	if (!type) throw new TypeError(`${operator} gives a value of no known type.`);
	return type;
}

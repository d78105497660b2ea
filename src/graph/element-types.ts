/** Element types of a graph's values, by their numbers in TensorProto. */
export const elementTypes = {float: 1, uint8: 2, int8: 3, int64: 7, bool: 9, float16: 10, bfloat16: 16} as const;
export type ElementType = keyof typeof elementTypes;

/** Element types that arithmetic is done in. */
export type FloatType = 'float' | 'float16' | 'bfloat16';

export const isFloatType = (type: ElementType): type is FloatType => type === 'float' || type === 'float16' || type === 'bfloat16';

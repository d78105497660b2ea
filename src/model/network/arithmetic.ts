import type {FloatType} from '../../graph/element-types.ts';

/** The element types that the parts of a network compute in. */
export type Arithmetic = {
	/** Of matrix products: of weights, of what they multiply, and of what comes out. */
	readonly products: FloatType;
	/** Of queries, keys and values once they are turned, and of what attention makes of them. */
	readonly attention: FloatType;
	/** Of what flows from layer to layer, its sums and norms. */
	readonly stream: FloatType;
};

export const float32: Arithmetic = {products: 'float', attention: 'float', stream: 'float'};

/** Matrix products and attention in half precision; sums and norms in float32, where half precision would lose choices. */
export const halfProducts = (type: 'float16' | 'bfloat16'): Arithmetic => ({products: type, attention: type, stream: 'float'});

/**
What the product of gate and MLP is scaled by before the last matrix of a layer, and its result by the inverse. In networks of this size it
reaches 67,000 in some layers, and float16 ends at 65,504. A power of two changes no digit.
*/
export const mlpScale = ({products}: Arithmetic): number => (products === 'float16' ? 2 ** -5 : 1);

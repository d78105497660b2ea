import type {FloatType} from '../../graph/element-types.ts';
import type {Device} from '../../runtime/session.ts';

/** The element types that the parts of a network compute in. */
export type Arithmetic = {
	/** Type of matrix products: of weights, inputs and results. */
	readonly products: FloatType;
	/** Type of queries, keys and values after rotation, and of attention's result. */
	readonly attention: FloatType;
	/** Type of the residual stream, its sums and norms. */
	readonly stream: FloatType;
};

export const float32: Arithmetic = {products: 'float', attention: 'float', stream: 'float'};

/** Matrix products and attention in half precision; sums and norms in float32, where half precision would lose choices. */
export const halfProducts = (type: 'float16' | 'bfloat16'): Arithmetic => ({products: type, attention: type, stream: 'float'});

/**
Scale of the product of gate and MLP before the last matrix of a layer; its result is scaled by the inverse. In networks of this size it
reaches 67,000 in some layers, and float16 ends at 65,504. A power of two changes no digit.
*/
export const mlpScale = ({products}: Arithmetic): number => (products === 'float16' ? 2 ** -5 : 1);

/**
Values of a weight that become float32 at a time behind a fence. On the processor 24 MiB of them, which stretches of one shape share all through a pass.
On GPUs 256 MB, more than any weight of a layer.
*/
export const mostWidenedOn = (device: Device): number => (device === 'cpu' ? 6 * 2 ** 20 : 2 ** 26);

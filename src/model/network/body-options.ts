import {readsHalf} from '../../runtime/reads-half.ts';
import type {Place} from '../../runtime/session.ts';
import type {Weights} from '../checkpoint/weights.ts';
import type {Arithmetic} from './arithmetic.ts';
import {isFusedAttentionRight} from './fused-attention.ts';
import {isLarge, wideningOf} from './llada.ts';
import type {BodyOptions} from './llada-graph.ts';

/** Groups of heads that plain attention of a large model takes one after the other. */
export const headGroups = 4;

/**
Whether the processor looks tokens up for a large network on a GPU: the table is the largest tensor of all, and its rows are few. Where products are in
half precision a pass is so fast that the rows, which come from the machine's memory, would be a tenth of it.
*/
export const hasTablesOutside = ({device}: Pick<Place, 'device'>, {products}: Arithmetic): boolean =>
	device !== 'cpu' && products === 'float';

/** Way to run these weights on a device, as far as only trying tells: with fused attention where it is right, and what is in float16 as the device reads it. */
export async function bodyOptions(place: Place, weights: Weights, arithmetic: Arithmetic): Promise<BodyOptions> {
	if (place.device === 'cpu') return {attention: 'fused', arithmetic};
	const attention = (await isFusedAttentionRight(place, arithmetic.attention)) ? 'fused' : 'plain';
	if (!isLarge(weights)) return {attention, arithmetic, tables: 'wide'};
	const widening = (await readsHalf(place)) ? wideningOf(weights) : 'folded';
	return {attention, arithmetic, headGroups, widening, tables: hasTablesOutside(place, arithmetic) ? 'outside' : 'stored'};
}

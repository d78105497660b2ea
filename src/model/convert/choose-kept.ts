import type {LayerErrors} from './layer-errors.ts';
import type {Candidate, VariantType} from './plan.ts';

/** Limit of the error of all rounded weights together: the root of the sum of its squared errors, since those of layers are nearly independent. */
const budgets: Readonly<Record<VariantType, number>> = {f16: 1, int8: 0.03, 'int8-blocks': 0.03, int4: 0.1};

/** Share of the bytes that stays at most, or little would be gained. */
const mostKept = 0.25;

/**
Weights that stay as they are: those that cause the most error for their bytes, until the rest keeps to the budget of its type or a
quarter of the bytes is kept. @returns names
*/
export function chooseKept(candidates: readonly Candidate[], errors: LayerErrors, type: VariantType): Set<string> {
	const squareOf = ({source}: Candidate) => (errors[source.name] ?? 0) ** 2;
	const costOf = (candidate: Candidate) => squareOf(candidate) / candidate.source.length;
	const kept = new Set<string>();
	let bytes = mostKept * candidates.reduce((sum, {source}) => sum + source.length, 0);
	let square = candidates.reduce((sum, candidate) => sum + squareOf(candidate), 0);
	for (const candidate of candidates.toSorted((a, b) => costOf(b) - costOf(a))) {
		if (square <= budgets[type] ** 2 || squareOf(candidate) === 0) break;
		if (candidate.source.length > bytes) continue;
		kept.add(candidate.source.name);
		bytes -= candidate.source.length;
		square -= squareOf(candidate);
	}
	return kept;
}

import type {Distance} from './compare.ts';
import type {Conversion} from './convert.ts';

/** One kind of layer (`q_proj`): how many there are, how many stayed as they were, and what rounding one does on average. */
export type KindReport = {readonly kind: string; readonly count: number; readonly kept: number; readonly error: number};

/** The measurement behind a conversion, by kind of layer, the worst first. */
export function conversionReport({candidates, errors, kept}: Conversion): KindReport[] {
	const kinds = new Map<string, {count: number; kept: number; squares: number}>();
	for (const {
		source: {name},
		layer,
	} of candidates) {
		const kind = layer === undefined ? 'head' : (name.split('.').at(-2) ?? name);
		const sum = kinds.get(kind) ?? {count: 0, kept: 0, squares: 0};
		kinds.set(kind, {count: sum.count + 1, kept: sum.kept + Number(kept.has(name)), squares: sum.squares + (errors[name] ?? 0) ** 2});
	}
	return [...kinds]
		.map(([kind, {count, kept: stayed, squares}]) => ({kind, count, kept: stayed, error: Math.sqrt(squares / count)}))
		.sort((a, b) => b.error - a.error);
}

/** The report as people read it. */
export function reportLines(report: readonly KindReport[], {relative, largest, divergence, agreement}: Distance): string[] {
	const kinds = report.map(({kind, count, kept, error}) => {
		const stayed = kept === 0 ? '' : kept === count ? ', stays as it was' : `, ${kept} of ${count} stay as they were`;
		return `  ${kind.padEnd(12)} ${(100 * error).toFixed(2).padStart(6)} %${stayed}`;
	});
	return [
		...(kinds.length > 0 ? ['What rounding one of these changes in what its layer gives, on a probe batch:', ...kinds] : []),
		`Error of the predictions on the probe batch: ${(100 * relative).toFixed(2)} % of the logits' spread, at most ${largest.toPrecision(3)};`,
		`divergence ${divergence.toPrecision(3)} nats; the likeliest token is the same in ${(100 * agreement).toFixed(0)} % of the rows.`,
	];
}

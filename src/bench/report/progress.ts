import type {Result} from '../storybook/run.ts';

/** `12/200 · text satisfies 11 · image satisfies 9 · agree 8 · 4.1 s an item · 13 min left`: where a bench stands, for one line. */
export function benchLine(results: readonly Result[], total: number, elapsedMs: number): string {
	const count = (rate: 'textSatisfies' | 'imageSatisfies' | 'textImageAgree') => results.filter(({verdict}) => verdict.holds[rate]).length;
	const eachMs = elapsedMs / Math.max(1, results.length);
	const leftMinutes = ((total - results.length) * eachMs) / 60_000;
	return [
		`${results.length}/${total}`,
		`text satisfies ${count('textSatisfies')}`,
		`image satisfies ${count('imageSatisfies')}`,
		`agree ${count('textImageAgree')}`,
		`${(eachMs / 1000).toFixed(1)} s an item`,
		`${Math.ceil(leftMinutes)} min left`,
	].join(' · ');
}

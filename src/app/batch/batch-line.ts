import {readableTime} from '../readable.ts';

/** Progress of a batch. */
export type BatchCount = {
	/** Jobs of this batch. */
	readonly total: number;
	/** Those that need no more work, those that failed included. */
	settled: number;
	failed: number;
	/** Those worked at since this program started: they tell how long the others take. */
	worked: number;
};

/** `12/200 · 1 failed · step 20/64 · 2.1 s a job · about 6 minutes left`: where a batch stands, for one line. */
export function batchLine({total, settled, failed, worked}: BatchCount, elapsedMs: number, step?: string): string {
	const eachMs = elapsedMs / Math.max(1, worked);
	return [
		`${settled}/${total}`,
		...(failed > 0 ? [`${failed} failed`] : []),
		...(step === undefined ? [] : [step]),
		...(worked === 0 ? [] : [`${(eachMs / 1000).toFixed(1)} s a job`]),
		...(worked === 0 || settled === total ? [] : [`about ${readableTime(((total - settled) * eachMs) / 1000)} left`]),
	].join(' · ');
}

import type {ReleasedResult, ReleasedStep} from '../../../src/decoder/released/reveal.ts';

/** All steps of a released loop, and its result. */
export async function runToEnd(loop: AsyncGenerator<ReleasedStep, ReleasedResult>) {
	const steps: ReleasedStep[] = [];
	for (;;) {
		const {done, value} = await loop.next();
		if (done) return {steps, result: value};
		steps.push(value);
	}
}

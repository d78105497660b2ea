/*
The released code's own ways of counting, kept with their oddities for the `official` recipe and its golden vectors.
*/

/**
Family A: text tokens to reveal at each step. Its float rounding is kept: 24 tokens over 12 steps come out as 2 2 2 2 3 1 2 2 2 3 1 2.
Source: `get_num_transfer_tokens`, MMaDA-Parallel-A/generators/parallel_generator.py:78.
*/
export function revealCountsA(masked: number, steps: number): number[] {
	let left = masked;
	return Array.from({length: steps}, (_, step) => {
		const target = Math.trunc(masked * (1 - (step + 1) / steps));
		const count = left - target;
		left = target;
		return count;
	});
}

/**
Family M: text tokens to reveal at each step, the remainder on the first steps.
Source: `get_num_transfer_tokens`, MMaDA-Parallel-M/models/modeling_mmada.py.
*/
export function revealCountsM(masked: number, steps: number): number[] {
	const remainder = masked % steps;
	return Array.from({length: steps}, (_, step) => Math.floor(masked / steps) + (step < remainder ? 1 : 0));
}

/**
Both families: how many image codes are masked again, once the cosine said `raw`. Never none, so one code stays undecided to the
end; with nothing unknown a known one is masked again.
@param unknown - Codes masked before this step.
*/
export const maskLengthOfReleasedCode = (unknown: number, raw: number): number => Math.max(1, Math.min(unknown - 1, raw));

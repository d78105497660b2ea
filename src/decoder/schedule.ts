/**
Number of text tokens to reveal at each step: linear, and none stay masked after the last. What is left after a step is the
exact share rounded down, so that a remainder is spread over the steps.
@param masked - Tokens masked at the start (count).
@param steps - Steps to spread them over (count, at least 1).
@returns Counts, shape (steps,), summing to `masked`.
*/
export function revealCounts(masked: number, steps: number): number[] {
	const leftAfter = (step: number) => Math.floor((masked * (steps - step)) / steps);
	return Array.from({length: steps}, (_, step) => leftAfter(step) - leftAfter(step + 1));
}

/**
The share of image codes that is still masked when the share `ratio` of the image steps is done: cos(ratio * pi / 2), slightly negative
at the end. Computed in float32 as PyTorch does, because the rounding moves codes.
@param ratio - (0, 1].
Source: MMaDA-Parallel, `cosine_schedule` and `mask_ratio` in both generators.
*/
export function cosineMaskRatio(ratio: number): number {
	const angle = Math.fround(Math.fround(Math.fround(ratio) * Math.fround(Math.PI)) * 0.5);
	return Math.fround(Math.cos(angle));
}

/**
`count` steps spread evenly from `first` to `last`, both included, in float32, half rounded to even; a step that comes up twice
stands once. A single one is `first`.
Source: `torch.linspace(first, last, count).round()`, MMaDA-Parallel-A/generators/parallel_generator.py:157.
*/
export function spreadSteps(first: number, last: number, count: number): number[] {
	return [...new Set(linspace(first, last, count).map(roundHalfToEven))];
}

/**
`torch.linspace` in float32 as PyTorch's CPU kernel rounds it: the first half is counted from the start and the second from the
end; whole pairs of 8-wide vectors count on from their first lane. It matters where a value lies next to a half.
Source: ATen/native/cpu/RangeFactoriesKernel.cpp, `linspace_kernel` (AVX2).
*/
export function linspace(first: number, last: number, count: number): number[] {
	if (count === 1) return [first];
	const distance = Math.fround((last - first) / (count - 1));
	const at = (index: number) =>
		Math.fround(index < Math.floor(count / 2) ? first + distance * index : last - distance * (count - 1 - index));
	const vectorised = count - (count % 16);
	return Array.from({length: count}, (_, index) => {
		const lane = index < vectorised ? index % 8 : 0;
		return Math.fround(at(index - lane) + Math.fround(distance * lane));
	});
}

/** As Python's `round`. */
export function roundHalfToEven(value: number): number {
	const floor = Math.floor(value);
	const fraction = value - floor;
	if (fraction !== 0.5) return Math.round(value);
	return floor % 2 === 0 ? floor : floor + 1;
}

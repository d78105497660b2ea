/** Bytes from `start` on, up to and without `end`. */
export type Range = {readonly start: number; readonly end: number};

/** The same bytes as ranges that neither touch nor overlap, in order. */
export function merged(ranges: readonly Range[]): Range[] {
	const found: Range[] = [];
	for (const {start, end} of ranges.filter(range => range.end > range.start).sort((a, b) => a.start - b.start)) {
		const last = found.at(-1);
		if (last && start <= last.end) found[found.length - 1] = {start: last.start, end: Math.max(last.end, end)};
		else found.push({start, end});
	}
	return found;
}

/** Ranges missing from merged ranges of the first `total` bytes, in pieces of at most `most` bytes. */
export function gaps(ranges: readonly Range[], total: number, most: number = Number.POSITIVE_INFINITY): Range[] {
	const holes: Range[] = [];
	let at = 0;
	for (const {start, end} of [...ranges, {start: total, end: total}]) {
		for (; at < start; at = Math.min(start, at + most)) holes.push({start: at, end: Math.min(start, at + most)});
		at = Math.max(at, end);
	}
	return holes;
}

export const lengthOf = (ranges: readonly Range[]): number => ranges.reduce((sum, {start, end}) => sum + end - start, 0);

/** Bytes that are there from the first one on, without a gap. */
export const frontierOf = (ranges: readonly Range[]): number => (ranges[0]?.start === 0 ? ranges[0].end : 0);

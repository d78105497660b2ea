/** The known word nearest to a mistyped one; undefined if none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
	const ranked = known
		.map(candidate => ({candidate, distance: editDistance(word, candidate, {hasSwaps: true})}))
		.sort((a, b) => a.distance - b.distance);
	const [best] = ranked;
	return best && best.distance <= Math.max(1, Math.floor(word.length / 3)) ? best.candidate : undefined;
}

/**
Insertions, deletions and replacements that turn one word into the other (Levenshtein).
@param hasSwaps - two neighbours changing places are one step too (optimal string alignment)
*/
export function editDistance(one: string, other: string, {hasSwaps = false}: {readonly hasSwaps?: boolean} = {}): number {
	let before: readonly number[] = [];
	let above: readonly number[] = Array.from({length: other.length + 1}, (_, column) => column);
	for (let row = 1; row <= one.length; row++) {
		const distances = [row];
		for (let column = 1; column <= other.length; column++) {
			const replaced = above[column - 1]! + (one[row - 1] === other[column - 1] ? 0 : 1);
			const isSwap = hasSwaps && row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
			const swapped = isSwap ? before[column - 2]! + 1 : Number.POSITIVE_INFINITY;
			distances.push(Math.min(replaced, swapped, above[column]! + 1, distances[column - 1]! + 1));
		}
		before = above;
		above = distances;
	}
	return above[other.length]!;
}

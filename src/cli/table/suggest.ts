/** The known word nearest to a mistyped one; undefined if none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
	const ranked = known.map(candidate => ({candidate, distance: editDistance(word, candidate)})).sort((a, b) => a.distance - b.distance);
	const [best] = ranked;
	return best && best.distance <= Math.max(1, Math.floor(word.length / 3)) ? best.candidate : undefined;
}

/** Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other. */
function editDistance(one: string, other: string): number {
	const table = Array.from({length: one.length + 1}, (_, row) => Array.from({length: other.length + 1}, (_, column) => row || column));
	for (let row = 1; row <= one.length; row++) {
		for (let column = 1; column <= other.length; column++) {
			const isSame = one[row - 1] === other[column - 1];
			const isSwap = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
			table[row]![column] = Math.min(
				table[row - 1]![column]! + 1,
				table[row]![column - 1]! + 1,
				table[row - 1]![column - 1]! + (isSame ? 0 : 1),
				isSwap ? table[row - 2]![column - 2]! + 1 : Number.POSITIVE_INFINITY,
			);
		}
	}
	return table[one.length]![other.length]!;
}

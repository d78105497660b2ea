import {maskGlyph} from '../printable.ts';

/** Output of a step: its text, one `░` for each masked token up to the end of the text, and the tokens, null where masked. */
export type TextStep = {readonly step: number; readonly text: string; readonly textIds: readonly (number | null)[]};

/** A piece of the last text, and the step that decided it: 0 if that is not known, Infinity if it is still masked. */
export type Reveal = {readonly text: string; readonly step: number};

/** From and to in the solid text. */
type Range = readonly [start: number, end: number];

/** Spaces change with the words beside them, and half a character is none: both are left out while texts are compared. */
const loose = /[\s\uFFFD]/;

/**
When each piece of the last text was decided; the pieces in their order are that text. It goes back from the last step: a token that was
masked one step before takes its piece out of what is known, so that equal words are told apart by their places.
*/
export function revealsOf(steps: readonly TextStep[]): Reveal[] {
	const last = steps.at(-1);
	if (!last) return [];
	const solid = solidOf(last.text);
	const decidedAt = solid.split('').map(character => (character === maskGlyph ? Number.POSITIVE_INFINITY : 0));
	let masks = shownMasks(last);
	let known = masks && rangesOf(last.text);
	for (let index = steps.length - 1; index >= 0 && masks && known; index--) {
		const {step} = steps[index]!;
		const before = steps[index - 1];
		if (!before) {
			for (const [start, end] of known) decidedAt.fill(step, start, end);
			break;
		}
		const earlier = shownMasks(before);
		const split = earlier && splitRanges(solid, known, {masks, earlier, pieces: before.text.split(maskGlyph).map(solidOf)});
		for (const [start, end] of split?.filled ?? []) decidedAt.fill(step, start, end);
		masks = earlier;
		known = split?.known;
	}
	return piecesOf(last.text, decidedAt);
}

const solidOf = (text: string) => text.replace(new RegExp(loose, 'g'), '');

/** The places of the masked tokens that the text shows; undefined if it shows more of them than there are. */
function shownMasks({text, textIds}: TextStep): number[] | undefined {
	const places = textIds.flatMap((id, place) => (id === null ? [place] : []));
	const count = text.split(maskGlyph).length - 1;
	return count > places.length ? undefined : places.slice(0, count);
}

/** Places in the solid form of a text of the parts between its masks. */
function rangesOf(text: string): Range[] {
	let at = 0;
	return text.split(maskGlyph).map(piece => {
		const start = at;
		const end = start + solidOf(piece).length;
		at = end + 1;
		return [start, end];
	});
}

type Back = {
	/** Masked tokens now, by place. */
	readonly masks: readonly number[];
	/** Masked tokens one step before. */
	readonly earlier: readonly number[];
	/** Text between those. */
	readonly pieces: readonly string[];
};

/** The text known one step before, and the text that this step filled in; undefined if the texts do not fit, as after words were written over. */
function splitRanges(
	solid: string,
	known: readonly Range[],
	{masks, earlier, pieces}: Back,
): {known: Range[]; filled: Range[]} | undefined {
	const before: Range[] = [];
	const filled: Range[] = [];
	let from = 0;
	for (const [index, range] of known.entries()) {
		const to = index < masks.length ? earlier.indexOf(masks[index]!, from) : earlier.length;
		if (to === -1) return undefined;
		const found = locate(solid, range, pieces.slice(from, to + 1));
		if (!found) return undefined;
		before.push(...found);
		for (let next = 1; next < found.length; next++) filled.push([found[next - 1]![1], found[next]![0]]);
		from = to + 1;
	}
	return {known: before, filled};
}

/** The ranges of pieces that stand in a range in this order: the first at its beginning, the last at its end. */
function locate(solid: string, [start, end]: Range, pieces: readonly string[]): Range[] | undefined {
	const [first = '', ...rest] = pieces;
	const last = rest.pop();
	if (last === undefined) return first === solid.slice(start, end) ? [[start, end]] : undefined;
	const found: Range[] = [[start, start + first.length]];
	const limit = end - last.length;
	let at = start + first.length;
	for (const piece of rest) {
		const place = solid.indexOf(piece, at);
		if (place === -1) return undefined;
		at = place + piece.length;
		found.push([place, at]);
	}
	found.push([limit, end]);
	const isFitting = at <= limit && solid.startsWith(first, start) && solid.startsWith(last, limit);
	return isFitting ? found : undefined;
}

/** The text in pieces of one step each; a space goes with what follows it. */
function piecesOf(text: string, decidedAt: readonly number[]): Reveal[] {
	const pieces: {text: string; step: number}[] = [];
	let solidIndex = 0;
	let spaces = '';
	// By UTF-16 unit, as the solid text is counted.
	for (const unit of text.split('')) {
		if (loose.test(unit)) {
			spaces += unit;
			continue;
		}
		const step = decidedAt[solidIndex++] ?? 0;
		const piece = pieces.at(-1);
		if (piece?.step === step && step !== Number.POSITIVE_INFINITY) piece.text += spaces + unit;
		else pieces.push({text: spaces + unit, step});
		spaces = '';
	}
	if (spaces !== '') pieces.push({text: spaces, step: pieces.at(-1)?.step ?? 0});
	return pieces;
}

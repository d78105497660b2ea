import {type Agreement, asInstructed, type Dependant, leastDrop, logsOf, type View, withoutInput} from './agreement.ts';
import type {Denoiser, Output} from './denoiser.ts';
import type {Fixed} from './fixed.ts';
import type {DecodeState} from './state.ts';

/** The network over a run's sequences by the instruction that it goes by, and by the one that takes its place. */
type Instructed = {readonly was: Denoiser; readonly is: Denoiser};

/**
Measures which of the decided words and codes follow an instruction that is changed. Words are found from left to right, a block at a time with all that
follows masked: from the first one that the other instruction makes less probable on, the thought is written again. Codes are scored by what is left of
it. Fixed tokens are no dependants. @param least - drop from which on a token counts as depending; `leastDrop` by default
*/
export async function instructionAgreement(
	instructed: Instructed,
	state: DecodeState,
	instruction: string,
	{hasInput = false, least = leastDrop}: {readonly hasInput?: boolean; readonly least?: number} = {},
): Promise<Agreement> {
	const {output, maskToken, settings, fixed = {text: [], image: []}} = state;
	let passes = 0;
	const free = (modality: keyof Fixed) => {
		const kept = new Set(fixed[modality]);
		return (row: number) => !kept.has(row);
	};
	const drops = async (shown: Output, modality: keyof Fixed, rows: readonly number[], view: View): Promise<number[]> => {
		passes += 2;
		const tokens = rows.map(row => output[modality][row]!);
		const was = await logsOf(instructed.was, shown, modality, {rows, tokens, view});
		const is = await logsOf(instructed.is, shown, modality, {rows, tokens, view});
		return was.map((log, index) => log - is[index]!);
	};
	const isWord = free('text');
	const isCode = free('image');
	const image = output.image.map((id, row) => (isCode(row) ? maskToken : id));
	const textUntil = (end: number) => output.text.map((id, row) => (row >= end && isWord(row) ? maskToken : id));
	const decided = [...output.text.keys()].filter(row => isWord(row) && output.text[row] !== maskToken);

	let words: Dependant[] = [];
	let end = output.text.length;
	for (let start = 0; start < output.text.length && words.length === 0; start += settings.blockLength) {
		const rows = decided.filter(row => row >= start && row < start + settings.blockLength);
		if (rows.length === 0) continue;
		const found = await drops({text: textUntil(start), image}, 'text', rows, asInstructed);
		const first = found.findIndex(drop => drop >= least);
		if (first === -1) continue;
		end = rows[first]!;
		const dropOf = new Map(rows.map((row, index) => [row, found[index]!]));
		words = decided.filter(row => row >= end).map(row => ({row, drop: Math.max(least, dropOf.get(row) ?? least)}));
	}

	const shown = [...output.image.keys()].filter(row => isCode(row) && output.image[row] !== maskToken);
	const left = {text: textUntil(end), image};
	const found = shown.map(() => Number.NEGATIVE_INFINITY);
	for (const view of shown.length === 0 ? [] : hasInput ? [asInstructed, withoutInput] : [asInstructed]) {
		for (const [index, drop] of (await drops(left, 'image', shown, view)).entries()) found[index] = Math.max(found[index]!, drop);
	}
	const codes = shown.map((row, index) => ({row, drop: found[index]!})).filter(({drop}) => drop >= least);
	return {change: {type: 'instruction', instruction}, words, codes, hasInput: false, open: [], passes};
}

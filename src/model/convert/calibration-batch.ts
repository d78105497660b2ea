import type {TokenId} from '../../decoder/ids.ts';
import {uniform} from '../../decoder/random.ts';
import {describeModel} from '../describe.ts';
import {openModel} from '../open.ts';

/** One sequence as a run has it on its way. */
export type CalibrationBatch = {
	/** (L,). */
	readonly ids: readonly number[];
	readonly positions: readonly number[];
	/** Indices of the tokens whose predictions count: those still masked. */
	readonly rows: readonly number[];
};

const seed = 1;
const instruction = 'a red balloon above a small blue house at night';

/**
A generation half done, with made-up tokens for what is decided: small for a released model, whose cost goes by the token.
@throws UserError (exit 65 or 66) when `folder` is no model
*/
export async function calibrationBatch(folder: string): Promise<CalibrationBatch> {
	const {isFixed} = await describeModel(folder);
	await using model = await openModel(folder, isFixed ? {} : {grid: {rows: 6, columns: 6}, textLength: 32});
	const {ids, positions, text, image} = model.templatesFor({instruction}).conditional;
	const {codeOffset, codebookSize} = model.tokens;
	const filled = [...ids];
	const rows: number[] = [];
	for (const [places, start, count] of [
		[text, 0, Math.min(codeOffset, model.tokenizer.length)],
		[image, codeOffset, codebookSize],
	] as const) {
		for (const place of places) {
			if (uniform(seed, 0, 'imageOrder', place) < 0.5) rows.push(place);
			else filled[place] = (start + Math.floor(uniform(seed, 0, 'imageToken', place) * count)) as TokenId;
		}
	}
	return {ids: filled, positions, rows};
}

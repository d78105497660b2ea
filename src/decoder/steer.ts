import type {TokenId} from './ids.ts';
import type {DecodeState} from './state.ts';
import {countMasked, planFor} from './state.ts';
/**
Forget parts of the output: the named rows are masked again and the steps still to come are planned anew. The run gets as many more
steps as the forgotten share takes at the pace of its settings.
*/
export function remask(state: DecodeState, rows: {readonly text?: readonly number[]; readonly image?: readonly number[]}): DecodeState {
	const text = [...state.output.text];
	const image = [...state.output.image];
	for (const row of rows.text ?? []) setRow(text, row, state.maskToken, 'text');
	for (const row of rows.image ?? []) setRow(image, row, state.maskToken, 'image');
	const before = countMasked(state.output, state.maskToken);
	const after = countMasked({text, image}, state.maskToken);
	const share = Math.max((after.text - before.text) / Math.max(1, text.length), (after.image - before.image) / Math.max(1, image.length));
	return replan({...state, output: {text, image}}, Math.ceil(share * state.settings.steps));
}

/** Put tokens into the text from row `at` on, over whatever is there; they count as known from now on. */
export function writeText(state: DecodeState, at: number, tokens: readonly TokenId[]): DecodeState {
	const text = [...state.output.text];
	for (const [index, token] of tokens.entries()) setRow(text, at + index, token, 'text');
	return replan({...state, output: {...state.output, text}}, 0);
}

function setRow(tokens: TokenId[], row: number, token: TokenId, modality: string): void {
	if (!Number.isInteger(row) || row < 0 || row >= tokens.length) {
		throw new RangeError(`There is no ${modality} row ${row}; rows are 0 to ${tokens.length - 1}.`);
	}
	tokens[row] = token;
}

/** The same state with its steps to come, and `more` of them, planned for what is masked now. */
function replan(state: DecodeState, more: number): DecodeState {
	const {settings, step, output} = state;
	const steps = state.plan.length - step + more;
	if (steps === 0) return state;
	const imageSteps = Math.max(1, Math.round((settings.imageSteps * steps) / settings.steps));
	const rest = planFor({...settings, steps, imageSteps}, countMasked(output, state.maskToken));
	return {...state, plan: [...state.plan.slice(0, step), ...rest]};
}

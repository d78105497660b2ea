import {type AgreementOptions, agreedChanges, agreement} from './agreement.ts';
import type {Denoiser} from './denoiser.ts';
import type {DecodeState, LastingChange} from './state.ts';
import type {Intervention} from './steer.ts';
import {stoodBefore} from './stood-before.ts';

/**
Changes by which all that was decided since comes to agree with a change that lasts: it is measured as that was, against the words that stood there
before. None where all agrees. With them the change is settled: it lasts no longer.
@param state - of a run that is complete
*/
export async function settling(
	denoiser: Denoiser,
	state: DecodeState,
	change: LastingChange,
	options: Pick<AgreementOptions, 'hasInput' | 'least'> = {},
): Promise<Intervention[]> {
	const stood = new Map(change.map(({row, was}) => [row, was]));
	const open = {...state, output: {...state.output, text: state.output.text.map((id, row) => stood.get(row) ?? id)}};
	const written = {type: 'writeWords' as const, words: change.map(({row, id}) => ({row, id}))};
	const {state: before} = await stoodBefore(denoiser, open, written);
	const found = await agreement(denoiser, before, written, options);
	if (found.words.length === 0 && found.codes.length === 0) return [];
	return agreedChanges(found).map(each => {
		if (each.type === 'writeWords') return {type: each.type, words: each.words};
		// The words are all there: where the instruction still says otherwise, they are to be heard.
		return each.type === 'maskCodes' && !each.withoutInput ? {...each, withoutInstruction: true} : each;
	});
}

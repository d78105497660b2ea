import type {Agreement} from '../decoder/agreement.ts';
import type {DecodeState} from '../decoder/state.ts';
import {steer} from '../decoder/steer.ts';
import {exitCodes, UserError} from '../errors.ts';
import type {EngineModel} from './engine-model.ts';
import type {Answers, Question} from './job.ts';
import {shownWords} from './shown-words.ts';
import {type Asking, agreementNow, isOfWords, possible, toIntervention} from './steering.ts';

/** The answer to a question about a run. @throws UserError (exit 2) for what cannot be asked */
export async function answerTo(
	model: EngineModel,
	state: DecodeState,
	question: Question,
	asking: Asking,
): Promise<Answers[Question['type']]> {
	if (question.type === 'words') return shownWords(model, state, asking().denoiser());
	return agreementOf(model, state, question, asking);
}

async function agreementOf(
	model: EngineModel,
	state: DecodeState,
	{request}: Extract<Question, {type: 'agreement'}>,
	asking: Asking,
): Promise<Agreement> {
	const change = toIntervention(model, state, request);
	if (!isOfWords(change)) {
		throw new UserError('Only words have others that agree with them.', {
			hint: 'Ask for the agreement of words that are written or masked again.',
			exitCode: exitCodes.usage,
		});
	}
	// The change itself is tried first: what cannot be made has no agreement.
	possible(() => steer(state, change));
	return agreementNow(model, asking, state, change);
}

import type {Agreement} from '../decoder/agreement.ts';
import type {DecodeState} from '../decoder/state.ts';
import {steer} from '../decoder/steer.ts';
import {exitCodes, UserError} from '../errors.ts';
import {completions} from './completions.ts';
import type {EngineModel} from './engine-model.ts';
import type {Answers, Question} from './job.ts';
import {shownWords} from './shown-words.ts';
import {type Asking, agreementNow, canAgree, possible, toIntervention} from './steering.ts';

/** The answer to a question about a run. @throws UserError (exit 2) for what cannot be asked */
export async function answerTo(
	model: EngineModel,
	state: DecodeState,
	question: Question,
	asking: Asking,
): Promise<Answers[Question['type']]> {
	switch (question.type) {
		case 'words':
			return shownWords(model, state, asking().denoiser());
		case 'completions':
			return completions(model, state, asking().denoiser(), question);
		case 'agreement':
			return agreementOf(model, state, question, asking);
	}
}

async function agreementOf(
	model: EngineModel,
	state: DecodeState,
	{request}: Extract<Question, {type: 'agreement'}>,
	asking: Asking,
): Promise<Agreement> {
	const change = toIntervention(model, state, request);
	if (!canAgree(change)) {
		throw new UserError('Only words and the instruction have others that agree with them.', {
			hint: 'Ask for the agreement of words that are written or masked again, or of another instruction.',
			exitCode: exitCodes.usage,
		});
	}
	// The change itself is tried first: what cannot be made has no agreement.
	possible(() => steer(state, change));
	return agreementNow(model, asking, state, change);
}

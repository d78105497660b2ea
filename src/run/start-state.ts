import {type CodeId, type TokenId, toToken} from '../decoder/ids.ts';
import {type DecodeSettings, type DecodeState, maskedOutput, startDecoding} from '../decoder/state.ts';
import {steer} from '../decoder/steer.ts';
import {exitCodes, UserError} from '../errors.ts';
import type {RunSettings, SavedStep} from '../events/events.ts';
import {toAcceleration} from '../events/shortcuts.ts';
import type {EngineModel} from './engine-model.ts';
import type {Job} from './job.ts';

/** The state before the first step: all masked but for what an edit keeps. */
export function startState(
	{tokens, facts, released}: EngineModel,
	{seed}: Job,
	settings: RunSettings,
	inputCodes: readonly CodeId[] | undefined,
): DecodeState {
	const {text, image} = maskedOutput(settings.textLength, facts.grid.rows * facts.grid.columns, tokens.mask);
	const repainted = settings.repaint && new Set(settings.repaint);
	const kept = (code: number) => repainted && inputCodes && !repainted.has(code) && toToken(inputCodes[code]!, tokens.codeOffset);
	const start = {
		settings: toDecodeSettings(settings),
		seed,
		maskToken: tokens.mask,
		output: {text, image: image.map((mask, code) => kept(code) || mask)},
	};
	if (settings.recipe === 'official' && released) return released.start(start);
	const fixed = {text: [], image: start.output.image.flatMap((token, code) => (token === tokens.mask ? [] : [code]))};
	return startDecoding({...start, ...(fixed.image.length > 0 && {fixed})});
}

/** The settings of a run that its decoding depends on. */
const toDecodeSettings = ({
	task: _task,
	instruction: _instruction,
	seed: _seed,
	textLength: _length,
	repaint: _codes,
	quality: _quality,
	shortcuts,
	...settings
}: RunSettings): DecodeSettings => ({
	...settings,
	...(shortcuts && {acceleration: toAcceleration(shortcuts)}),
});

/**
The state that a run which began at `start` had come to, by what it was steered by on the way.
@throws UserError (65) when it cannot have come there
*/
export function stateFrom(model: EngineModel, start: DecodeState, {steered = [], ...last}: NonNullable<Job['from']>): DecodeState {
	let state = start;
	for (const {found, intervention} of steered)
		state = steer(found.step === 0 && found.textIds.length === 0 ? state : savedState(model, state, found), intervention);
	return savedState(model, state, last);
}

/** The state of a run with other tokens, as a step told them. @throws UserError (65) when it cannot have come to them */
export function savedState({tokens}: EngineModel, planned: DecodeState, {step, textIds, codes}: SavedStep): DecodeState {
	const {output, plan} = planned;
	if (textIds.length !== output.text.length || codes.length !== output.image.length || step > plan.length) {
		throw new UserError('The saved state does not fit this model and these settings.', {
			hint: 'Start the run again, or give the model and settings it was made with.',
			exitCode: exitCodes.badData,
		});
	}
	return {
		...planned,
		step,
		output: {
			// The saved numbers are tokens and codes of this very model: the brands are put back.
			text: textIds.map(id => (id === null ? tokens.mask : (id as TokenId))),
			image: codes.map(code => (code === null ? tokens.mask : toToken(code as Parameters<typeof toToken>[0], tokens.codeOffset))),
		},
	};
}

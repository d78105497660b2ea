import {decodeReleasedM, imageStepsM, type SettingsM, type StartM} from '../../../decoder/released/m.ts';
import {revealCountsM} from '../../../decoder/released/schedule.ts';
import type {DecodeSettings} from '../../../decoder/state.ts';
import {field, say} from '../../../errors.ts';
import type {Prompt} from '../../text/prompt.ts';
import {checkImageSteps, commonSettings, type Released, type ReleasedParts, refuse} from '../released.ts';
import {encodeInstruction, inputPicture} from '../sequence.ts';
import {questionM, templateM, tokensM} from './layout.ts';

/** `interleave_generate` of MMaDA-Parallel-M. */
export const releasedM: Released = {
	// The paper's settings. Text guidance stays at 0, as its sign is wrong there; picture guidance is against neither instruction nor picture.
	defaults: {steps: 128, imageSteps: 30, guidanceText: 0, guidanceImage: 3.5, temperature: 1, textTemperature: 0},
	schedules: ['cosine'],
	isGuidedWithoutPicture: true,
	check(asked) {
		checkImageSteps(asked);
		if (asked.guidanceText === 0 && asked.guidanceImage === 0)
			throw refuse('The official recipe of this model cannot run without guidance', say`Give ${field('guidanceImage')} above 0.`);
	},
	// Both sequences at every step.
	passes: ({steps}) => 2 * steps,
	steps: (settings, textLength) => ({text: revealCountsM(textLength, settings.steps), image: imageStepsM(settingsM(settings))}),
	orderNoise: 'uniform',
	run(parts, prompt) {
		const start = releasedStartM(parts, prompt);
		return {start, steps: (settings, draws, from) => decodeReleasedM(parts.network, start, settingsM(settings), draws, from)};
	},
};

const settingsM = (settings: DecodeSettings): SettingsM => ({
	...commonSettings(settings),
	imageTemperature: settings.temperature,
	imageSampling: 'inverse_cdf',
});

/** The two sequences of a run as the released code lays them out: equally long, the unconditional one filled up with EOS. */
function releasedStartM({tokenizer, layout, codebookSize, vocabularySize}: ReleasedParts, prompt: Prompt): StartM {
	const tokens = tokensM(tokenizer);
	const {grid, codeOffset} = layout;
	// Text is counted with its start token there.
	const shape = {grid, textLength: layout.textLength + 1};
	const words = encodeInstruction(tokenizer, prompt.instruction);
	const codes = inputPicture(prompt, grid)?.codes;
	const count = grid.rows * grid.columns;
	const {ids, text, image} = templateM(tokens, {question: questionM(tokens, words, {codes, count}), ...shape});
	const nothing = words.map(() => tokens.textEnd);
	const [task = tokens.edit] = ids;
	const [, ...emptyQuestion] = questionM(tokens, nothing, {count});
	const [firstMask = 0] = text;
	return {
		ids,
		unconditional: templateM(tokens, {question: [task, ...emptyQuestion], ...shape}).ids,
		// The released code counts the start token as text.
		text: [firstMask - 1, ...text],
		image,
		maskToken: tokens.mask,
		codeOffset,
		codebookSize,
		vocabularySize,
	};
}

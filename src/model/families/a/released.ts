import type {Template} from '../../../decoder/denoiser.ts';
import {decodeReleasedA, imageStepsA, type SettingsA, type StartA} from '../../../decoder/released/a.ts';
import type {ReleasedNetwork} from '../../../decoder/released/network.ts';
import {revealCountsA} from '../../../decoder/released/schedule.ts';
import type {DecodeSettings} from '../../../decoder/state.ts';
import {field, say} from '../../../errors.ts';
import type {Prompt} from '../../text/prompt.ts';
import {checkImageSteps, commonSettings, type Released, type ReleasedParts, type ReleasedRun, refuse} from '../released.ts';
import type {ReleasedPass} from '../released-network.ts';
import {encodeInstruction, inputPicture} from '../sequence.ts';
import {promptA, questionA, templateA, tokensA} from './layout.ts';

/** Fewest steps of which app.py's schedule, 30 % of them, makes two image steps. */
const leastAppSteps = 7;

/** `generate_ti2ti` of MMaDA-Parallel-A, with the schedules of inference.py and app.py. */
export const releasedA: Released = {
	// The command that the authors' README gives.
	defaults: {steps: 128, imageSteps: 64, guidanceText: 0, guidanceImage: 4, temperature: 1, textTemperature: 0},
	schedules: ['inference', 'app'],
	isGuidedWithoutPicture: false,
	check(asked) {
		if (asked.given.schedule !== 'app') return checkImageSteps(asked);
		if (asked.given.imageSteps !== undefined)
			throw refuse(
				'The schedule app makes 30 % of the steps image steps',
				say`Leave out ${field('imageSteps')}, or use ${field('schedule')} inference.`,
			);
		if (asked.steps < leastAppSteps)
			throw refuse(`The schedule app needs at least ${leastAppSteps} steps, not ${asked.steps}`, say`Give more ${field('steps')}.`);
	},
	passes: ({steps, imageSteps, guided}) => steps + guided * imageSteps,
	steps: (settings, textLength) => ({text: revealCountsA(textLength, settings.steps), image: imageStepsA(settingsA(settings))}),
	orderNoise: 'normal',
	run: (parts, prompt) => runA(parts.network, releasedStartA(parts, prompt)),
};

/** The loop over the sequence of a run. */
export const runA = (network: ReleasedNetwork<ReleasedPass>, start: StartA): ReleasedRun => ({
	start,
	steps: (settings, draws, from) => decodeReleasedA(network, start, settingsA(settings), draws, from),
});

const settingsA = (settings: DecodeSettings): SettingsA => ({
	...commonSettings(settings),
	schedule: settings.schedule === 'app' ? 'app' : 'inference',
	temperature: settings.temperature,
});

/** The sequence of a run as the released code lays it out, with its overlays for the unconditional passes. */
function releasedStartA({tokenizer, layout, codebookSize, vocabularySize}: ReleasedParts, prompt: Prompt): StartA {
	const {grid, textLength, codeOffset} = layout;
	const tokens = {...tokensA(tokenizer), codeOffset};
	encodeInstruction(tokenizer, prompt.instruction);
	const input = inputPicture(prompt, grid);
	const task = input ? 'edit' : 'generate';
	const words = tokenizer.encode(promptA(task, prompt.instruction));
	const {ids, text, image}: Template = templateA(tokens, {prompt: words, input, grid, textLength});
	return {
		...{ids, text, image},
		withoutText: questionA(tokens, tokenizer.encode(promptA(task)), input),
		withoutImage: input ? words : undefined,
		maskToken: tokens.mask,
		codeOffset,
		codebookSize,
		vocabularySize,
	};
}

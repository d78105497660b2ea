import {noShortcuts} from '../decoder/acceleration.ts';
import {presets} from '../model/families/defaults.ts';
import type {ModelInfo} from '../model/inspect.ts';
import {qualities} from '../run/presets.ts';
import type {RunRequest} from './request.ts';

/** Passes of the network, those for guidance included, and how many tokens each computes, on average. */
export type Work = {readonly passes: number; readonly computed: number};

/**
What a run takes, with tokens of each sequence. How many steps a pass does where shortcuts are taken is seen only on
the way: `most` is that of a run which is never sure enough for one, `least` of one which always is.
*/
export function runLength(
	{family, storybook}: Pick<ModelInfo, 'family' | 'storybook'>,
	{task, settings, textLength = 256}: RunRequest,
): {readonly length: number; readonly most: Work; readonly least: Work} {
	const isOfficial = settings.recipe === 'official';
	const preset = storybook?.defaults ?? presets[family === 'm' ? 'm' : 'a'][isOfficial ? 'official' : 'parallel'];
	const steps = settings.steps ?? preset.steps;
	const imageSteps = Math.min(steps, settings.imageSteps ?? preset.imageSteps);
	const byText = (settings.guidanceText ?? preset.guidanceText) > 0;
	const byImage = task === 'edit' && (settings.guidanceImage ?? preset.guidanceImage) > 0;
	const guided = Number(byText) + Number(byImage);
	// Family A leaves out the picture that is not there, M writes blank tokens.
	const releasedPrompt = promptTokens + (task === 'edit' || family === 'm' ? pictureTokens : 0);
	const length = storybook?.length ?? releasedPrompt + pictureTokens + textLength;
	const prompt = storybook ? storybook.length - storybook.output : releasedPrompt;

	const {mostSteps, guidedShare} = settings.shortcuts ?? qualities[settings.quality ?? 'best'] ?? noShortcuts;
	const refresh = settings.promptRefresh ?? settings.shortcuts?.promptRefresh ?? 1;
	const workOf = (stepsOfPass: number): Work => {
		const plain = Math.ceil(steps / stepsOfPass);
		const passes = plain + guided * Math.round(guidedShare * Math.min(imageSteps, plain));
		return {passes, computed: length - prompt * (1 - Math.min(1, stepsOfPass / refresh))};
	};
	if (!isOfficial) return {length, most: workOf(1), least: workOf(mostSteps)};
	const work = {passes: family === 'm' ? 2 * steps : steps + guided * imageSteps, computed: length};
	return {length, most: work, least: work};
}

/** Of 512 x 512 px, with newlines and marks. */
const pictureTokens = 1058;
const promptTokens = 62;

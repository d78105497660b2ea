import type {Family} from '../model/layout.ts';
import {presets} from '../model/presets.ts';
import type {RunOptions} from './options.ts';

/** What a run of a released model takes: passes of the network, those for guidance included, and tokens of each. */
export function runLength(family: Exclude<Family, 'storybook'>, {task, settings, textLength = 256}: RunOptions) {
	const isOfficial = settings.recipe === 'official';
	const preset = presets[family][isOfficial ? 'official' : 'parallel'];
	const steps = settings.steps ?? preset.steps;
	const imageSteps = Math.min(steps, settings.imageSteps ?? preset.imageSteps);
	const byText = (settings.guidanceText ?? preset.guidanceText) > 0;
	const byImage = task === 'edit' && (settings.guidanceImage ?? preset.guidanceImage) > 0;
	const guided = Number(byText) + Number(byImage);
	const passes = isOfficial && family === 'm' ? 2 * steps : steps + guided * imageSteps;
	// Family A leaves out the picture that is not there, M writes blank tokens.
	const pictures = task === 'edit' || family === 'm' ? 2 : 1;
	return {passes, length: pictures * pictureTokens + textLength + promptTokens};
}

/** Of 512 x 512 px, with newlines and marks. */
const pictureTokens = 1058;
const promptTokens = 62;

import {noAcceleration} from '../decoder/acceleration.ts';
import {toAcceleration} from '../events/shortcuts.ts';
import type {ModelDescription} from '../model/describe.ts';
import {presets} from '../run/presets.ts';
import type {RunRequest} from './request.ts';

/** Passes of the network, those for guidance included, and how many tokens each computes, on average. */
export type Work = {readonly passes: number; readonly computed: number};

/**
Work of a run, with tokens of each sequence. With acceleration the number of passes is known only afterwards:
`most` is that of a run whose confidence is never high enough, `least` that of one whose confidence always is.
*/
export function runLength(
	{family, defaults: usual, tokensOf}: Pick<ModelDescription, 'family' | 'defaults' | 'tokensOf'>,
	{task, instruction, settings, textLength}: RunRequest,
): {readonly length: number; readonly most: Work; readonly least: Work} {
	const released = settings.recipe === 'official' ? family.released : undefined;
	const defaults = released?.defaults ?? usual;
	const steps = settings.steps ?? defaults.steps;
	const imageSteps = Math.min(steps, settings.imageSteps ?? defaults.imageSteps);
	const byText = (settings.guidanceText ?? defaults.guidanceText) > 0;
	const byImage = task === 'edit' && (settings.guidanceImage ?? defaults.guidanceImage) > 0;
	const guided = Number(byText) + Number(byImage);
	const {all: length, prompt} = tokensOf({task, instruction, textLength});
	if (released) {
		const work = {passes: released.passes({steps, imageSteps, guided}), computed: length};
		return {length, most: work, least: work};
	}

	const {maxStepsPerPass, guidedShare} =
		(settings.shortcuts && toAcceleration(settings.shortcuts)) ?? presets[settings.quality ?? 'best'] ?? noAcceleration;
	const refresh = settings.promptRefresh ?? settings.shortcuts?.promptRefresh ?? 1;
	const workOf = (stepsOfPass: number): Work => {
		const plain = Math.ceil(steps / stepsOfPass);
		const passes = plain + guided * Math.round(guidedShare * Math.min(imageSteps, plain));
		return {passes, computed: length - prompt * (1 - Math.min(1, stepsOfPass / refresh))};
	};
	return {length, most: workOf(1), least: workOf(maxStepsPerPass)};
}

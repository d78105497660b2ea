import {noShortcuts, type Shortcuts} from '../decoder/acceleration.ts';
import {isMaskSchedule} from '../decoder/mask-schedules.ts';
import {recipes as plannedRecipes} from '../decoder/plan.ts';
import {maxSeed} from '../decoder/random.ts';
import {exitCodes, UserError} from '../errors.ts';
import type {RunSettings} from '../events/events.ts';
import {checkMeaning} from './check-settings.ts';
import type {EngineModel} from './engine-model.ts';
import type {Job} from './job.ts';
import {qualities} from './presets.ts';

const recipes: readonly RunSettings['recipe'][] = [...plannedRecipes, 'official'];

/**
Everything that decides the tokens of a run: what the job says, and for the rest the model's own settings for that recipe.
@throws UserError (exit 2) for a setting that cannot be, or that means nothing for this model and recipe
*/
export function settingsOf(model: EngineModel, job: Job, repaint: readonly number[] | undefined): RunSettings {
	const {task, instruction, seed, settings = {}, input} = job;
	if ((task === 'edit') !== (input !== undefined))
		throw new TypeError(`A job of task ${task} came ${input ? 'with' : 'without'} a picture.`);
	const recipe = settings.recipe ?? 'parallel';
	checkMeaning(model, job);
	const defaults = (recipe === 'official' ? model.official?.defaults : undefined) ?? model.defaults;
	const merged: RunSettings = {
		task,
		instruction,
		seed,
		recipe,
		steps: settings.steps ?? defaults.steps,
		imageSteps: settings.imageSteps ?? defaults.imageSteps,
		textLength: model.textLength,
		blockLength: settings.blockLength ?? defaults.blockLength,
		guidanceText: settings.guidanceText ?? defaults.guidanceText,
		guidanceImage: settings.guidanceImage ?? defaults.guidanceImage,
		temperature: settings.temperature ?? defaults.temperature,
		textTemperature: settings.textTemperature ?? defaults.textTemperature,
		remasking: settings.remasking ?? 'low_confidence',
		schedule: settings.schedule ?? (recipe === 'official' && model.official?.family === 'a' ? 'inference' : 'cosine'),
		...(settings.thinking === false && {thinking: false}),
		...(repaint && {repaint}),
		...shortcutsOf(settings),
	};
	checkSettings(merged);
	return merged;
}

/** Shortcuts that a job spells out go before those of its preset. */
function shortcutsOf({quality = 'best', promptRefresh, ...given}: NonNullable<Job['settings']>) {
	const preset = given.shortcuts ?? qualities[quality];
	const shortcuts = promptRefresh === undefined ? preset : {...(preset ?? noShortcuts), promptRefresh};
	return quality === 'best' && !shortcuts ? {} : {quality, ...(shortcuts && {shortcuts})};
}

function checkSettings(settings: RunSettings): void {
	const refuse = (name: string, given: unknown, expected: string) => {
		throw new UserError(`The ${name} must be ${expected}, not ${given}.`, {
			hint: 'Change or leave out that setting.',
			exitCode: exitCodes.usage,
		});
	};
	const {recipe, seed, remasking = 'low_confidence', schedule = 'cosine', quality = 'best', shortcuts} = settings;
	if (!recipes.includes(recipe)) refuse('recipe', recipe, `one of ${recipes.join(', ')}`);
	if (!Number.isSafeInteger(seed) || seed < 0) refuse('seed', seed, `a whole number from 0 to ${maxSeed}`);
	const counts = {'number of steps': settings.steps, 'number of image steps': settings.imageSteps, 'block length': settings.blockLength};
	for (const [name, value] of Object.entries(counts)) {
		if (!Number.isInteger(value) || value < 1 || value > 4096) refuse(name, value, 'a whole number from 1 to 4096');
	}
	const scales = {
		'text guidance': settings.guidanceText,
		'image guidance': settings.guidanceImage,
		temperature: settings.temperature,
		'text temperature': settings.textTemperature,
	};
	for (const [name, value] of Object.entries(scales)) {
		if (!Number.isFinite(value) || value < 0 || value > 100) refuse(name, value, 'a number from 0 to 100');
	}
	if (remasking !== 'low_confidence' && remasking !== 'random') refuse('remasking', remasking, 'low_confidence or random');
	if (!(quality in qualities)) refuse('quality', quality, `one of ${Object.keys(qualities).join(', ')}`);
	if (shortcuts && !isPossible(shortcuts))
		refuse('shortcuts', JSON.stringify(shortcuts), 'whole steps from 1 to 4096, and shares from 0 to 1');
	if (recipe !== 'official' && !isMaskSchedule(schedule))
		refuse('schedule', schedule, 'cosine, linear, sigmoid or pow with an exponent, such as pow2');
}

const isPossible = ({mostSteps, sureness, guidedShare, promptRefresh = 1}: Shortcuts): boolean =>
	[mostSteps, promptRefresh].every(count => Number.isInteger(count) && count >= 1 && count <= 4096) &&
	[sureness, guidedShare].every(share => share >= 0 && share <= 1);

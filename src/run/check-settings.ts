import {field, type Sentence, SettingError, say} from '../errors.ts';
import type {EngineModel} from './engine-model.ts';
import type {Job} from './job.ts';

/** Fewest steps of which app.py's schedule, 30 % of them, makes two image steps. */
const leastAppSteps = 7;

/** Refuse settings that a job names although they mean nothing for its model and recipe. @throws SettingError (exit 2) */
export function checkMeaning({facts, official}: EngineModel, {task, settings = {}}: Job): void {
	const isOfficial = settings.recipe === 'official';
	if (isOfficial && !official)
		throw refuse(
			`${facts.name} has no released code to follow`,
			say`The official recipe is for MMaDA-Parallel-A and -M; use another ${field('recipe')}.`,
		);
	const family = isOfficial ? official?.family : undefined;
	// A released run tells the scale that stood there, in use or not: made again it is no fault.
	const isUsual = isOfficial && settings.guidanceImage === official?.defaults.guidanceImage;
	if (task === 'gen' && (settings.guidanceImage ?? 0) > 0 && family !== 'm' && !isUsual)
		throw refuse(
			'Image guidance leads away from the input picture, and there is none',
			say`Leave out ${field('guidanceImage')}, or use \`mmada edit\`.`,
		);
	if (settings.thinking === false && (settings.recipe ?? 'parallel') !== 'parallel')
		throw refuse(
			`The recipe ${settings.recipe} says when the words come, and without thinking there are none`,
			say`Leave out one of the two.`,
		);
	if (!isOfficial || !official) return;

	if ((settings.quality ?? 'best') !== 'best' || settings.shortcuts || settings.promptRefresh !== undefined)
		throw refuse(
			'The official recipe takes no shortcuts',
			say`Leave out ${field('quality')} and ${field('promptRefresh')}, or use ${field('recipe')} parallel.`,
		);

	const {steps = official.defaults.steps, imageSteps = official.defaults.imageSteps, schedule, guidanceText, guidanceImage} = settings;
	if (settings.blockLength !== undefined)
		throw refuse(
			'The official recipe writes the text as one block',
			say`Leave out ${field('blockLength')}, or use ${field('recipe')} parallel.`,
		);
	if (family === 'm' && schedule !== undefined && schedule !== 'cosine')
		throw refuse(
			'The official recipe of this model has one schedule, cosine',
			say`Leave out ${field('schedule')}, or use ${field('recipe')} parallel.`,
		);
	if (family === 'a' && schedule !== undefined && schedule !== 'inference' && schedule !== 'app') {
		throw refuse(
			`The official recipe of this model has the schedules inference and app, not ${schedule}`,
			say`Change or leave out ${field('schedule')}.`,
		);
	}
	if (schedule === 'app') {
		if (settings.imageSteps !== undefined)
			throw refuse(
				'The schedule app makes 30 % of the steps image steps',
				say`Leave out ${field('imageSteps')}, or use ${field('schedule')} inference.`,
			);
		if (steps < leastAppSteps)
			throw refuse(`The schedule app needs at least ${leastAppSteps} steps, not ${steps}`, say`Give more ${field('steps')}.`);
	} else if (imageSteps < 2 && steps > 1) {
		throw refuse(
			'The official recipe needs at least 2 image steps: with one it leaves the picture to chance',
			say`Give more ${field('imageSteps')}.`,
		);
	}
	const [byText, byImage] = [guidanceText ?? official.defaults.guidanceText, guidanceImage ?? official.defaults.guidanceImage];
	if (family === 'm' && byText === 0 && byImage === 0)
		throw refuse('The official recipe of this model cannot run without guidance', say`Give ${field('guidanceImage')} above 0.`);
}

const refuse = (fault: string, hint: Sentence): SettingError => new SettingError(say`${fault}.`, {hint});

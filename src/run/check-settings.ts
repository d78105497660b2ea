import {field, say} from '../errors.ts';
import {refuse} from '../model/families/released.ts';
import type {EngineModel} from './engine-model.ts';
import type {Job} from './job.ts';

/** Refuse settings that a job names although they mean nothing for its model and recipe. @throws SettingError (exit 2) */
export function checkMeaning({facts, released: loop}: EngineModel, {task, settings = {}}: Job): void {
	const isOfficial = settings.recipe === 'official';
	const released = isOfficial ? loop : undefined;
	if (isOfficial && !released)
		throw refuse(
			`${facts.name} has no released code to follow`,
			say`The official recipe is for MMaDA-Parallel-A and -M; use another ${field('recipe')}.`,
		);
	// A released run tells the scale that stood there, in use or not: made again it is no fault.
	const isUsual = released !== undefined && settings.guidanceImage === released.defaults.guidanceImage;
	if (task === 'gen' && (settings.guidanceImage ?? 0) > 0 && !released?.isGuidedWithoutPicture && !isUsual)
		throw refuse('Image guidance needs an input picture', say`Leave out ${field('guidanceImage')}, or use \`mmada edit\`.`);
	if (settings.thinking === false && (settings.recipe ?? 'parallel') !== 'parallel')
		throw refuse(
			`The recipe ${settings.recipe} says when the words come, and without thinking there are none`,
			say`Leave out one of the two.`,
		);
	if (released) checkReleased(released, settings);
}

/** Checks of what no released loop can do, then of what this one cannot. */
function checkReleased({defaults, schedules, check}: NonNullable<EngineModel['released']>, settings: NonNullable<Job['settings']>): void {
	const {steps = defaults.steps, imageSteps = defaults.imageSteps, schedule} = settings;
	const {guidanceText = defaults.guidanceText, guidanceImage = defaults.guidanceImage} = settings;
	if ((settings.quality ?? 'best') !== 'best' || settings.shortcuts || settings.promptRefresh !== undefined)
		throw refuse(
			'The official recipe takes no shortcuts',
			say`Leave out ${field('quality')} and ${field('promptRefresh')}, or use ${field('recipe')} parallel.`,
		);
	if (settings.blockLength !== undefined)
		throw refuse(
			'The official recipe writes the text as one block',
			say`Leave out ${field('blockLength')}, or use ${field('recipe')} parallel.`,
		);
	if (schedule !== undefined && !schedules.includes(schedule)) {
		const [only, ...others] = schedules;
		if (others.length === 0)
			throw refuse(
				`The official recipe of this model has one schedule, ${only}`,
				say`Leave out ${field('schedule')}, or use ${field('recipe')} parallel.`,
			);
		throw refuse(
			`The official recipe of this model has the schedules ${schedules.join(' and ')}, not ${schedule}`,
			say`Change or leave out ${field('schedule')}.`,
		);
	}
	check({steps, imageSteps, guidanceText, guidanceImage, given: {schedule, imageSteps: settings.imageSteps}});
}

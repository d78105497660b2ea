import {noAcceleration} from '../decoder/acceleration.ts';
import {isMaskSchedule} from '../decoder/mask-schedules.ts';
import {maxSeed} from '../decoder/random.ts';
import {field, SettingError, say} from '../errors.ts';
import type {RunSettings} from '../events/events.ts';
import {unfit, valueFrom, whole} from '../events/fields.ts';
import {checkedSettings} from '../events/settings.ts';
import {type Shortcuts, toShortcuts} from '../events/shortcuts.ts';
import {checkMeaning} from './check-settings.ts';
import type {EngineModel} from './engine-model.ts';
import type {Job, JobSettings} from './job.ts';
import {presets} from './presets.ts';

/**
Everything that decides the tokens of a run: what the job says, and for the rest the model's own settings for that recipe.
@throws SettingError (exit 2) for a setting that cannot be, or that means nothing for this model and recipe
*/
export function settingsOf(model: EngineModel, job: Job, repaint: readonly number[] | undefined): RunSettings {
	const {task, instruction, seed, settings = {}, input} = job;
	if ((task === 'edit') !== (input !== undefined))
		throw new TypeError(`A job of task ${task} came ${input ? 'with' : 'without'} a picture.`);
	valueFrom('seed', whole(0, maxSeed), seed);
	const {quality, promptRefresh, thinking, recipe = 'parallel', ...asked} = checkedSettings(settings);
	checkMeaning(model, job);
	const isOfficial = recipe === 'official';
	const merged: RunSettings = {
		...{task, instruction, seed, recipe},
		textLength: model.textLength,
		...((isOfficial ? model.released?.defaults : undefined) ?? model.defaults),
		remasking: 'low_confidence',
		schedule: (isOfficial ? model.released?.schedules[0] : undefined) ?? 'cosine',
		...asked,
		...(thinking === false && {thinking}),
		...(repaint && {repaint}),
		...shortcutsOf({quality, promptRefresh, shortcuts: settings.shortcuts}),
	};
	const {schedule = ''} = merged;
	if (!isOfficial && !isMaskSchedule(schedule)) {
		throw new SettingError(say`${field('schedule')} must be cosine, linear, sigmoid or pow2 (any exponent), not \`${schedule}\`.`, {
			hint: say`Change or leave out ${field('schedule')}; the others are for the official recipe.`,
		});
	}
	return merged;
}

/** Shortcuts that a job spells out go before those of its preset. */
function shortcutsOf({quality = 'best', promptRefresh, shortcuts: given}: Pick<JobSettings, 'quality' | 'promptRefresh' | 'shortcuts'>) {
	if (given && !isPossible(given)) throw unfit('shortcuts', 'whole steps from 1 to 4096, and shares from 0 to 1', given);
	const preset = given ?? (presets[quality] && toShortcuts(presets[quality]));
	const shortcuts = promptRefresh === undefined ? preset : {...(preset ?? toShortcuts(noAcceleration)), promptRefresh};
	return quality === 'best' && !shortcuts ? {} : {quality, ...(shortcuts && {shortcuts})};
}

const isPossible = ({mostSteps, sureness, guidedShare, promptRefresh = 1}: Shortcuts): boolean =>
	[mostSteps, promptRefresh].every(count => Number.isInteger(count) && count >= 1 && count <= 4096) &&
	[sureness, guidedShare].every(share => share >= 0 && share <= 1);

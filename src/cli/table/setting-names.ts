import {type Flag, type FlagName, flags} from './flags.ts';

/** Flags that the environment (`MMADA_...`) and the config file can stand in for, as `mmada config list` shows them. */
export const settingNames = [
	'model',
	'output',
	'seed',
	'quality',
	'steps',
	'image-steps',
	'guidance',
	'recipe',
	'device',
	'threads',
	'yes',
	'strict',
	'preview',
	'color',
	'ascii',
	'screen-reader',
	'reduced-motion',
	'quiet',
] as const satisfies readonly FlagName[];

export type SettingName = (typeof settingNames)[number];

export const isSettingName = (name: string): name is SettingName => settingNames.some(known => known === name);

/** A setting's environment variable: `image-steps` is MMADA_IMAGE_STEPS. */
export const variableOf = (name: SettingName): string => `MMADA_${name.toUpperCase().replaceAll('-', '_')}`;

/** Whether a setting is true or false; the others are text. */
export function isSwitch(name: FlagName): boolean {
	const {value}: Flag = flags[name];
	return value === undefined;
}

import {requestFields, something} from '../../app/request-fields.ts';
import {choice, type Field, toggle} from '../../events/fields.ts';
import {type Setting, type SettingFlag, settingRows} from '../../events/settings.ts';
import {colourCounts} from './flags/screen.ts';
import {type Flag, type FlagName, flags} from './flags.ts';

type DecodingFlag = Exclude<SettingFlag, 'guidance-text'>;

/** Flags that the environment (`MMADA_...`) and the config file can stand in for, as `mmada config list` shows them, and what they hold. */
export const settingFields = {
	model: something,
	output: something,
	seed: requestFields.seed,
	...(Object.fromEntries(settingRows.map(([, setting]) => [setting.flag, setting])) as {readonly [Name in DecodingFlag]: Setting}),
	device: requestFields.device,
	threads: requestFields.threads,
	tries: requestFields.tries,
	yes: toggle(),
	strict: toggle(),
	preview: toggle(),
	color: choice(colourCounts),
	ascii: toggle(),
	'screen-reader': toggle(),
	'reduced-motion': toggle(),
	quiet: toggle(),
} satisfies {readonly [Name in FlagName]?: Field};

export type SettingName = keyof typeof settingFields;

export const settingNames = Object.keys(settingFields) as readonly SettingName[];

export const isSettingName = (name: string): name is SettingName => Object.hasOwn(settingFields, name);

/** A setting's environment variable: `image-steps` is MMADA_IMAGE_STEPS. */
export const variableOf = (name: string): string => `MMADA_${name.toUpperCase().replaceAll('-', '_')}`;

/** Whether a flag is true or false; the others are text. */
export function isSwitch(name: FlagName): boolean {
	const {value}: Flag = flags[name];
	return value === undefined;
}

import {isMaskSchedule} from '../decoder/mask-schedules.ts';
import {field, SettingError, say} from '../errors.ts';
import {choice, type Field, number, text, toggle, unfit, type ValueOf, valueFrom, whole} from './fields.ts';

/** The request that a setting is part of, as far as it decides whether the setting means anything. */
type Surroundings = {readonly task: 'gen' | 'edit'; readonly recipe: string; readonly schedule: string | undefined};

export type Setting = Field & {
	/** Its flag, without dashes; the same word in a list of jobs, the config file and (in capitals) the environment. */
	readonly flag: string;
	/** A second word for it. */
	readonly alias?: string;
	/** A switch that is on unless it is turned off. */
	readonly isOn?: boolean;
	/** Its effect, for the help. */
	readonly says: string;
	/** Details beyond that, for the manual: Markdown. */
	readonly more?: string;
	/** Whether every run tells it (`always`), those do that depart from what is usual (`sometimes`), or another setting has it in itself (`within`). */
	readonly told: 'always' | 'sometimes' | 'within';
	/** The least that a run tells of it, unless that is 1: a text of no tokens is one block of none. */
	readonly toldFrom?: 0;
	/** Whether it means anything there; by default it does everywhere. */
	readonly means?: (there: Surroundings) => boolean;
};

const steps = whole(1, 4096);
const scale = number(0, 100);
const isOurs = ({recipe}: Surroundings) => recipe !== 'official';

/** Every setting that a request may give of how its tokens are decided; what it leaves out is as the model's makers recommend. The only list of them. */
const decodingSettings = {
	quality: {
		...choice(['best', 'balanced', 'fast', 'draft']),
		flag: 'quality',
		told: 'sometimes',
		means: isOurs,
		says: 'best (default), balanced, fast or draft: sooner done',
		more: 'by fewer passes ([what each gains and costs](speed.md)); not with `official`',
	},
	promptRefresh: {
		...steps,
		flag: 'prompt-refresh',
		told: 'within',
		means: isOurs,
		says: 'read instruction and picture again only every so many steps',
		more: 'in between they are kept as they were ([what that gains](speed.md#the-prompt-kept---prompt-refresh)); not with `official`',
	},
	steps: {...steps, flag: 'steps', told: 'always', says: 'passes of the network'},
	imageSteps: {
		...steps,
		flag: 'image-steps',
		told: 'always',
		means: there => isOurs(there) || there.schedule !== 'app',
		says: 'passes that also decide the picture',
	},
	guidanceText: {
		...scale,
		flag: 'guidance',
		alias: 'guidance-text',
		told: 'always',
		says: 'how strongly the instruction leads; 0 is off',
		more: 'how far the picture moves away from what it would be without the instruction; 0 saves a pass',
	},
	guidanceImage: {
		...scale,
		flag: 'guidance-image',
		told: 'always',
		means: there => there.task === 'edit' || !isOurs(there),
		says: 'how strongly the picture leads; 0 is off',
		more: 'for edits: how far the picture moves away from what it would be without the input picture',
	},
	recipe: {
		...choice(['parallel', 'semi-parallel', 'sequential', 'official']),
		flag: 'recipe',
		told: 'always',
		says: 'parallel, semi-parallel, sequential, or official: as the authors released it',
	},
	temperature: {
		...scale,
		flag: 'temperature',
		told: 'always',
		says: 'chance in the picture; 0 is none',
		more: '0 takes the likeliest image token everywhere',
	},
	textTemperature: {
		...scale,
		flag: 'text-temperature',
		told: 'always',
		says: 'chance in the words; 0 is none',
		more: '0 takes the likeliest word everywhere',
	},
	blockLength: {
		...steps,
		flag: 'block-length',
		told: 'always',
		toldFrom: 0,
		means: isOurs,
		says: 'tokens of the reasoning that are decided together, from the left',
		more: 'with `official` the text is one block',
	},
	remasking: {
		...choice(['low_confidence', 'random']),
		flag: 'remasking',
		told: 'sometimes',
		says: 'which words come first: low_confidence (default: highest confidence) or random',
	},
	schedule: {
		...text(
			'cosine, linear, sigmoid, pow2 (any exponent), inference or app',
			name => isMaskSchedule(name) || name === 'inference' || name === 'app',
			['cosine', 'linear', 'sigmoid', 'pow2', 'inference', 'app'],
		),
		flag: 'schedule',
		told: 'sometimes',
		says: 'how the picture fills in: cosine, linear, sigmoid, pow2; official on A: inference, app',
		more: 'the curve of the share of the picture that is still masked',
	},
	thinking: {
		...toggle(),
		flag: 'thinking',
		told: 'sometimes',
		isOn: true,
		means: ({recipe}) => recipe === 'parallel',
		says: 'write no reasoning, to see what it adds',
		more: 'the text stays masked to the end, and the picture is made without it; only with `parallel`',
	},
} as const satisfies Readonly<Record<string, Setting>>;

type Table = typeof decodingSettings;
export type SettingKey = keyof Table;
/** The flags of all settings. */
export type SettingFlag = Table[SettingKey]['flag'] | Table['guidanceText']['alias'];

/** Decoding settings that a request may give. */
export type DecodingSettings = {readonly [Key in SettingKey]?: ValueOf<Table[Key]> | undefined};
/** The same without a key for what is left out. */
export type GivenSettings = {readonly [Key in SettingKey]?: ValueOf<Table[Key]>};

type KeyTold<When> = {[Key in SettingKey]: Table[Key]['told'] extends When ? Key : never}[SettingKey];
/** Decoding settings that a run tells. */
export type ToldSettings = {readonly [Key in KeyTold<'always'>]: ValueOf<Table[Key]>} & {
	readonly [Key in KeyTold<'sometimes'>]?: ValueOf<Table[Key]> | undefined;
};

/** The rows, for those who treat all alike. */
export const settingRows = Object.entries(decodingSettings) as readonly (readonly [SettingKey, Setting])[];

/** A value for each setting that has one. */
function eachSetting(pick: (key: SettingKey, setting: Setting) => unknown): GivenSettings {
	const found = settingRows.map(([key, setting]) => [key, pick(key, setting)] as const).filter(([, value]) => value !== undefined);
	return Object.fromEntries(found);
}

/** The settings in an object that may hold more, checked. @throws SettingError for one that cannot be */
export const checkedSettings = (given: object): GivenSettings =>
	eachSetting((key, setting) => {
		const value: unknown = (given as Readonly<Record<string, unknown>>)[key];
		if (value === undefined || setting.accepts(value)) return value;
		throw unfit(key, setting.expected, value);
	});

/**
Settings from a source that has them by the names of their flags, as values or as texts that say them.
@throws SettingError for one that cannot be, or one that is given twice
*/
export const settingsFrom = (given: {readonly [Flag in SettingFlag]?: unknown}): GivenSettings =>
	eachSetting((_, setting) => {
		const named = flagsOf(setting).filter(flag => given[flag] !== undefined);
		const [flag, other] = named;
		if (flag !== undefined && other !== undefined)
			throw new SettingError(say`${field(flag)} and ${field(other)} are the same.`, {hint: say`Give one of them.`});
		return flag === undefined ? undefined : valueFrom(flag, setting, given[flag]);
	});

/** The request that would make a run again. */
export const madeSettings = (made: ToldSettings & {readonly shortcuts?: {readonly promptRefresh?: number | undefined} | undefined}) =>
	eachSetting(key => (key === 'promptRefresh' ? made.shortcuts?.promptRefresh : made[key]));

/**
Settings that were said for this request, before others that stand in for what it leaves out: from a config file, for a whole list, of an
earlier run. Of those only what means something there is taken.
*/
export function withStandIns(said: DecodingSettings, standIns: DecodingSettings, task: 'gen' | 'edit'): GivenSettings {
	const {recipe = 'parallel', schedule} = {...standIns, ...eachSetting(key => said[key])};
	return {
		...eachSetting((key, {means}) => (means && !means({task, recipe, schedule}) ? undefined : standIns[key])),
		...eachSetting(key => said[key]),
	};
}

/** The setting that a flag gives. */
export const settingOfFlag = (flag: string): SettingKey | undefined =>
	settingRows.find(([, setting]) => flagsOf(setting).some(name => name === flag))?.[0];

/** The words that name a setting, the usual one first. */
export const flagsOf = ({flag, alias}: Setting): readonly SettingFlag[] =>
	[flag, ...(alias === undefined ? [] : [alias])] as readonly SettingFlag[];

/** The flags of all settings, in the order of their table. */
export const settingFlagNames: readonly SettingFlag[] = settingRows.flatMap(([, setting]) => flagsOf(setting));

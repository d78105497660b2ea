import {type AskedRequest, commonRequestFrom, type RunDefaults, requestFrom} from '../../app/request.ts';
import {requestFields} from '../../app/request-fields.ts';
import {askedBy, type GivenFields} from '../../app/said-fields.ts';
import {usage} from '../../app/usage-error.ts';
import {
	drawnSuite,
	type SteeringSuite,
	type Suite,
	steeringSuites,
	suiteNames,
	suiteSizes,
	suites,
	usualItems,
} from '../../bench/suites.ts';
import {choice} from '../../events/fields.ts';
import {madeSettings, settingFlagNames, settingsFrom, withStandIns} from '../../events/settings.ts';
import {isPictureName} from '../../picture/formats.ts';
import {shellWord} from '../../shell-word.ts';
import type {Made} from '../../transcript/provenance.ts';
import type {ReportOptions, ShownRequest} from '../terminal/report.ts';
import {looksFrom} from './looks.ts';
import {placeFrom} from './output-options.ts';
import {parabenchFlags} from './parabench-options.ts';
import type {Parsed} from './parse.ts';
import {atFlags, countFrom, numberFrom, read, seedFrom, textFrom} from './read-flag.ts';

type Flags = Parsed['flags'];

/** `gen`: every word is the instruction, quoted or not. */
export function toGenOptions({input, flags}: Parsed, defaults: RunDefaults): ShownRequest {
	const instruction = input.join(' ').trim();
	if (instruction === '') throw usage('There is no instruction.', 'Try: mmada gen "a red balloon above a small blue house at night"');
	return runOptions({task: 'gen', instruction, ...asked(flags)}, flags, defaults);
}

/** `edit`: the first word is the picture, the others are the instruction. */
export function toEditOptions({input, flags}: Parsed, defaults: RunDefaults): ShownRequest {
	const [image, ...words] = input;
	const instruction = words.join(' ').trim();
	if (image === undefined) throw usage('There is no picture to edit.', 'Try: mmada edit balloon.png "make the balloon green"');
	if (instruction === '') throw usage(`There is no instruction for \`${image}\`.`, `Try: mmada edit ${shellWord(image)} "make it winter"`);
	return runOptions({task: 'edit', image, instruction, ...asked(flags)}, flags, defaults);
}

/** `rerun`: all as it was made, but for the flags that are given; words are another instruction. */
export function toRerunOptions({input, flags}: Parsed, made: Made, defaults: RunDefaults): ShownRequest {
	const {task, instruction, seed, textLength, repaint} = made.settings;
	const given = asked(flags, made.output);
	const request = {
		...given,
		task,
		instruction: input.join(' ').trim() || instruction,
		seed: given.seed ?? seed,
		model: given.model ?? made.model.name,
		textLength: given.textLength ?? textLength,
		settings: withStandIns(given.settings ?? {}, madeSettings(made.settings), task),
		...(task === 'edit' && {
			image: textFrom(flags, 'input') ?? made.input?.name ?? made.transcript?.input?.name ?? '',
			repaint: given.repaint ?? (repaint && {codes: repaint}),
		}),
	};
	return runOptions(request, flags, defaults);
}

/** `mmada` alone, or with the picture that it begins from: no words, only what its pictures have in common. */
export function toSessionOptions({input: [file, ...words], flags}: Parsed, defaults: RunDefaults): ShownRequest {
	if (file !== undefined && !isPictureName(file))
		throw usage('The first word must be a command.', `Try: mmada gen ${shellWord([file, ...words].join(' '))}`);
	if (file !== undefined && words.length > 0)
		throw usage('A session begins from one picture.', `Try: mmada edit ${shellWord(file)} ${shellWord(words.join(' '))}`);
	const common = atFlags(() => commonRequestFrom(asked(flags), defaults));
	return {task: 'gen', instruction: '', ...common, ...shown(flags), isInteractive: true};
}

export type ReplayOptions = {
	readonly file: string;
	/** 1 is as it ran. */
	readonly speed?: number | undefined;
	readonly report: ReportOptions;
	/** Forms to save it in instead of playing it. */
	readonly exports: readonly ExportKind[];
	readonly output?: string | undefined;
	readonly isForced: boolean;
};

/** `replay`: one file, how fast, and what to save of it; `-o film.gif` alone says enough. */
export function toReplayOptions({input, flags}: Parsed): ReplayOptions {
	const [file, ...rest] = input;
	if (file === undefined || rest.length > 0) throw usage('Name one picture or transcript.', 'Try: mmada replay a-cat-in-the-snow.png');
	const output = textFrom(flags, 'output');
	const report = reportOptions(flags);
	const named = exportKinds.filter(kind => flags[kind] === true);
	const exports = named.length > 0 ? named : exportKinds.filter(kind => output?.toLowerCase().endsWith(exportExtensions[kind]));
	if (output !== undefined && exports.length === 0) {
		throw usage(`What to save as \`${output}\` is not clear.`, `Add one of these: ${exportKinds.map(kind => `--${kind}`).join(', ')}.`);
	}
	if (exports.length > 0 && report.result !== 'path') {
		throw usage(`--${report.result} tells the run, and --${exports[0]} saves it.`, 'Choose one; what is saved has its path printed.');
	}
	return {file, speed: numberFrom(flags, 'speed', 0.01, 1000), report, exports, output, isForced: flags.force === true};
}

/** Forms that a replay can be saved in. */
const exportKinds = ['gif', 'webp', 'png-strip', 'html'] as const;
export type ExportKind = (typeof exportKinds)[number];
/** Endings after the stem; a strip keeps clear of the picture's own name. */
export const exportExtensions = {gif: '.gif', webp: '.webp', 'png-strip': '.strip.png', html: '.html'} as const satisfies Record<
	ExportKind,
	string
>;

/** `resume`: the beginning of an id, or nothing for the latest run. */
export function toResumeOptions({input: [id, ...rest], flags}: Parsed) {
	if (rest.length > 0) throw usage('Name one run.', 'Try: mmada resume, or see `mmada runs`.');
	return {id, report: reportOptions(flags), output: textFrom(flags, 'output'), isForced: flags.force === true};
}

export type BenchOptions = {
	readonly suite: Suite;
	/** Items. */
	readonly n: number;
	/** Draws the items. */
	readonly seed: number;
	readonly settings: ShownRequest['settings'];
	readonly model: string;
	readonly threads: number;
	/** Planted errors of each kind. */
	readonly calibrate: number;
	/** Folder for the items and the report. */
	readonly out?: string | undefined;
	/** Folder for contact sheets; then nothing else is done. */
	readonly sheet?: string | undefined;
	readonly isForced: boolean;
	readonly isJson: boolean;
	readonly isQuiet: boolean;
};

/** `bench`: no words, only flags. */
export function toBenchOptions({input, flags}: Parsed, defaults: Omit<RunDefaults, 'randomSeed'>): BenchOptions {
	if (input.length > 0)
		throw usage(`\`bench\` takes no words, but got \`${input.join(' ')}\`.`, 'Try: mmada bench --suite storybook -n 200');
	const [out, sheet] = [textFrom(flags, 'out'), textFrom(flags, 'sheet')];
	if (out !== undefined && sheet !== undefined) throw usage('--out and --sheet exclude each other.', 'Choose one; --out draws sheets too.');
	const suite = suites.find(name => name === read(flags, 'suite', choice(suiteNames))) ?? drawnSuite;
	for (const name of parabenchFlags)
		if (flags[name] !== undefined)
			throw usage(`--${name} belongs to the suite parabench.`, `Try: mmada bench --suite parabench --${name} ...`);
	if (suite !== drawnSuite && sheet !== undefined)
		throw usage(`--sheet draws storybook items, not \`${suite}\`.`, 'Name a folder with --out, which draws sheets too.');
	return {
		suite,
		n: countFrom(flags, 'n', suiteSizes[suite]) ?? (suite !== drawnSuite ? suiteSizes[suite] : sheet === undefined ? usualItems : 48),
		seed: seedFrom(flags) ?? 1,
		settings: atFlags(() => settingsFrom(flags)),
		model: textFrom(flags, 'model') ?? defaults.model,
		threads: read(flags, 'threads', requestFields.threads) ?? defaults.threads,
		calibrate: countFrom(flags, 'calibrate', 10_000) ?? 50,
		out,
		sheet,
		isForced: flags.force === true,
		isJson: flags.json === true,
		isQuiet: flags.quiet === true,
	};
}

export type SteeringBenchOptions = Pick<BenchOptions, 'n' | 'seed' | 'model' | 'threads' | 'isJson' | 'isQuiet'> & {
	readonly suite: SteeringSuite;
};

/** `bench --suite steering` and `mend`. */
export function toSteeringOptions({input, flags}: Parsed, defaults: Omit<RunDefaults, 'randomSeed'>): SteeringBenchOptions {
	const suite = flags.suite === 'mend' ? 'mend' : 'steering';
	for (const name of ['out', 'sheet', 'calibrate', ...settingFlagNames] as const)
		if (flags[name] !== undefined) throw usage(`--${name} is not for the suite ${suite}.`, 'Leave it out.');
	const {seed, model, threads, isJson, isQuiet} = toBenchOptions({input, flags: {...flags, suite: drawnSuite, n: '1'}}, defaults);
	return {suite, n: countFrom(flags, 'n', steeringSuites[suite]) ?? usualItems, seed, model, threads, isJson, isQuiet};
}

/** `world`: where to, how many training items, and the seed that draws them. */
export function toWorldOptions({input, flags}: Parsed): {folder: string; count: number; seed: number; corpus: string | undefined} {
	const folder = textFrom(flags, 'output');
	if (input.length > 0 || folder === undefined)
		throw usage('Name the folder to write with -o.', 'Try: mmada world -o runs/world -n 400000 --seed 1');
	return {folder, count: countFrom(flags, 'n', 10_000_000) ?? 400_000, seed: seedFrom(flags) ?? 1, corpus: textFrom(flags, 'corpus')};
}

/** As many as a screen can show side by side. */
const mostPictures = 48;

/** The request that flags make. @param standIns - the way a picture was saved, for flags that are missing */
function asked(flags: Flags, standIns: Pick<GivenFields, 'size' | 'fit'> = {}): AskedRequest {
	checkInteractive(flags);
	const model = textFrom(flags, 'model');
	const count = countFrom(flags, 'n', mostPictures) ?? 1;
	if (count > 1 && flags.interactive === true)
		throw usage('--interactive continues from one picture, and -n makes several.', 'Leave one of them out.');
	const {output, ...request} = atFlags(() => askedBy({...standIns, ...flags}));
	return {
		...request,
		...(model !== undefined && {model}),
		...(count > 1 && {count}),
		output: {...output, ...placeFrom(flags)},
	};
}

const runOptions = (request: AskedRequest, flags: Flags, defaults: RunDefaults): ShownRequest => ({
	...atFlags(() => requestFrom(request, defaults)),
	...shown(flags),
});

/** Ways of showing a run, and whether that is all. */
const shown = (flags: Flags) => ({
	...(flags.interactive === true && {isInteractive: true}),
	report: {...reportOptions(flags), ...(flags.interactive === true && {isQuiet: false})},
});

/** A session is interactive, so it has no machine-readable output. */
function checkInteractive(flags: Flags): void {
	if (flags.interactive !== true) return;
	const other = (['json', 'events'] as const).find(name => flags[name] === true) ?? (flags.output === '-' ? 'output -' : undefined);
	if (other) throw usage(`--interactive and --${other} exclude each other.`, 'Choose one.');
}

function reportOptions(flags: Flags): ReportOptions {
	if (flags.json === true && flags.events === true) throw usage('--json and --events exclude each other.', 'Choose one.');
	const result = flags.json === true ? 'json' : flags.events === true ? 'events' : 'path';
	if (flags.control === true) {
		if (result !== 'events') throw usage('--control answers by --events.', 'Add --events.');
		if (flags.n !== undefined) throw usage('--control steers one run, and -n makes several.', 'Leave one of them out.');
	}
	return {
		result,
		...(flags.control === true && {isControlled: true}),
		isQuiet: flags.quiet === true,
		hasPreview: flags.preview !== false,
		looks: looksFrom(flags),
	};
}

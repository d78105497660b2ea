import {expect, test} from 'vitest';
import {parseJobs} from '../../../src/app/batch/parse-list.ts';
import {batchDigest, planJobs} from '../../../src/app/batch/plan.ts';
import {withSettings} from '../../../src/cli/config/settings.ts';
import {toBatchOptions} from '../../../src/cli/parse/batch-options.ts';
import {toBenchOptions, toEditOptions, toGenOptions, toRerunOptions} from '../../../src/cli/parse/options.ts';
import {type Parsed, parse} from '../../../src/cli/parse/parse.ts';
import {type CommandName, commands} from '../../../src/cli/table/commands.ts';
import {variableOf} from '../../../src/cli/table/setting-names.ts';
import type {RunSettings} from '../../../src/events/events.ts';
import {settingsSchema} from '../../../src/events/schema.ts';
import {checkedSettings, madeSettings, type Setting, settingRows, withStandIns} from '../../../src/events/settings.ts';

const defaults = {model: 'storybook', threads: 1, randomSeed: () => 1};
const told: RunSettings = {
	...{task: 'edit', instruction: 'a cat', seed: 5, textLength: 8, recipe: 'parallel', steps: 3, imageSteps: 3, blockLength: 8},
	...{guidanceText: 0, guidanceImage: 0, temperature: 1, textTemperature: 0},
};

/** A value of each setting that is no model's default, and one that it cannot have. */
function examplesOf({kind, choices = []}: Setting): {readonly value: unknown; readonly text: string; readonly wrong: unknown} {
	const last = choices.filter(word => word !== 'official').at(-1);
	switch (kind) {
		case 'choice':
			return {value: last, text: String(last), wrong: 'neither'};
		case 'text':
			return {value: 'pow1.5', text: 'pow1.5', wrong: 'powder'};
		case 'whole':
			return {value: 7, text: '7', wrong: 1.5};
		case 'number':
			return {value: 2.5, text: '2.5', wrong: -1};
		case 'toggle':
			return {value: false, text: 'false', wrong: 'perhaps'};
	}
}

const rows = settingRows.map(([key, setting]) => ({key, setting, ...examplesOf(setting)}));
const flagArguments = ({flag, kind}: Setting, text: string) => (kind === 'toggle' ? [`--no-${flag}`] : [`--${flag}`, text]);
const typed = (command: CommandName, ...argv: string[]) => parse(argv, commands[command]?.flags ?? []);
const plan = (list: string, flags: Parsed['flags'] = {}) =>
	planJobs(parseJobs(list), toBatchOptions({input: ['jobs.jsonl'], flags}, defaults), {seed: 1, startedAt: new Date(0), base: '/'});

test.each(rows)('$key is offered by gen, edit and bench', ({key, setting, text, value}) => {
	const argv = flagArguments(setting, text);
	expect(toGenOptions(typed('gen', 'a cat', ...argv), defaults).settings).toEqual({[key]: value});
	expect(toEditOptions(typed('edit', 'x.png', 'a cat', ...argv), defaults).settings).toEqual({[key]: value});
	expect(toBenchOptions(typed('bench', ...argv), defaults).settings).toEqual({[key]: value});
});

test.each(rows)('$key is heard by batch: as a flag, and as a field by each of its names', ({key, setting, text, value}) => {
	const job = {instruction: 'a cat', image: 'x.png'};
	const {flags} = typed('batch', 'jobs.jsonl', ...flagArguments(setting, text));
	expect(plan(JSON.stringify(job), flags)[0]?.request.settings).toEqual({[key]: value});
	for (const name of [setting.flag, key, key.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)]) {
		expect(plan(JSON.stringify({...job, [name]: value}))[0]?.request.settings).toEqual({[key]: value});
		expect(plan(`instruction,image,${name}\na cat,x.png,${text}`)[0]?.request.settings).toEqual({[key]: value});
	}
	const other = setting.kind === 'toggle' ? true : (setting.choices?.[0] ?? '9');
	const [own] = plan(JSON.stringify({...job, [setting.flag]: value}), {[setting.flag]: other});
	expect(own?.request.settings[key]).toBe(value);
});

test.each(rows)('$key that cannot be is told by the name that the list has for it', ({key, wrong}) => {
	expect(() => plan(JSON.stringify({instruction: 'a cat', image: 'x.png', [key]: wrong}))).toThrow(
		expect.objectContaining({exitCode: 65, message: expect.stringContaining(`line 1: \`${key}\` must be `)}),
	);
});

test('two batches that differ in any setting have different digests', () => {
	const digest = (flags: Parsed['flags'], list = '{"instruction": "a"}') =>
		batchDigest(parseJobs(list), toBatchOptions({input: ['jobs.jsonl'], flags}, defaults), 'm');
	const digests = [
		digest({}),
		...rows.map(({setting, text}) => digest(typed('batch', ...flagArguments(setting, text)).flags)),
		...rows.map(({key, value}) => digest({}, JSON.stringify({instruction: 'a', [key]: value}))),
	];
	expect(new Set(digests).size).toBe(digests.length);
});

test.each(rows)('$key is kept by the config file and by the environment', ({key, setting, text, value, wrong}) => {
	const settle = (env: Record<string, string>, config: Record<string, unknown>, flags: Parsed['flags'] = {}) =>
		toEditOptions(
			withSettings({input: ['x.png', 'a cat'], flags}, commands.edit?.flags ?? [], {env, config, configPath: 'config.json'}, 'edit'),
			defaults,
		).settings;
	const variable = variableOf(setting.flag);
	expect(settle({[variable]: text}, {})).toEqual({[key]: value});
	expect(settle({}, {[setting.flag]: value})).toEqual({[key]: value});
	const {flags} = typed('edit', ...flagArguments(setting, text));
	expect(settle({[variable]: setting.kind === 'toggle' ? 'true' : text}, {}, flags)).toEqual({[key]: value});
	expect(() => settle({[variable]: String(wrong)}, {})).toThrow(
		expect.objectContaining({exitCode: 78, message: `${variable} must be ${setting.expected}, not \`${String(wrong)}\`.`}),
	);
});

test.each(rows)('$key is made again by rerun, unless a flag says otherwise', ({key, setting, text, value}) => {
	const {mostSteps, sureness, guidedShare} = {mostSteps: 1, sureness: 1, guidedShare: 1};
	const made = {
		...told,
		...(key === 'promptRefresh' ? {shortcuts: {mostSteps, sureness, guidedShare, promptRefresh: 7}} : {[key]: value}),
	};
	const facts = {software: 'mmada', model: {name: 'm', digest: 'd', device: 'cpu', grid: {rows: 1, columns: 1}, patch: 1}, reasoning: ''};
	const rerun = (settings: RunSettings, ...argv: string[]) =>
		toRerunOptions(typed('rerun', ...argv), {...facts, settings}, defaults).settings[key];
	expect(rerun(made)).toBe(value);
	expect(rerun(told, ...flagArguments(setting, text))).toBe(value);
});

test.each(rows.filter(({setting}) => setting.told !== 'within'))('$key is told by events and transcripts', ({key, value}) => {
	expect(settingsSchema.parse({...told, [key]: value})).toMatchObject({[key]: value});
	expect(settingsSchema.safeParse({...told, [key]: []}).success).toBe(false);
});

test.each(rows)('$key is an option of the library, checked', ({key, setting, value, wrong}) => {
	expect(checkedSettings({[key]: value, signal: undefined})).toEqual({[key]: value});
	expect(() => checkedSettings({[key]: wrong})).toThrow(
		expect.objectContaining({field: key, message: `\`${key}\` must be ${setting.expected}, not \`${String(wrong)}\`.`}),
	);
});

test('of what stands in for a setting, only what means something there is taken', () => {
	const standIns = {guidanceImage: 2, quality: 'fast', blockLength: 8, steps: 4} as const;
	expect(withStandIns({}, standIns, 'gen')).toEqual({quality: 'fast', blockLength: 8, steps: 4});
	expect(withStandIns({}, standIns, 'edit')).toEqual(standIns);
	expect(withStandIns({recipe: 'official', steps: 9}, standIns, 'edit')).toEqual({guidanceImage: 2, recipe: 'official', steps: 9});
	expect(withStandIns({quality: 'draft', guidanceImage: 3}, standIns, 'gen')).toMatchObject({quality: 'draft', guidanceImage: 3});
});

test('a released run is asked for again without what its recipe has no use for', () => {
	const made = madeSettings({...told, recipe: 'official', schedule: 'app'});
	expect(withStandIns({}, made, 'edit')).toEqual({
		...{recipe: 'official', schedule: 'app', steps: 3, guidanceText: 0, guidanceImage: 0, temperature: 1, textTemperature: 0},
	});
});

import {expect, test} from 'vitest';
import {z} from 'zod';
import {keptRequestSchema, requestFrom, runRequestSchema} from '../../src/app/request.ts';
import {SettingError} from '../../src/errors.ts';
import {settingRows} from '../../src/events/settings.ts';

const defaults = {model: 'storybook', threads: 2, randomSeed: () => 99};
const usual = {hasMetadata: true, hasAiMark: true, hasMarkdown: false, isForced: false, size: 'model'};
const gen = {task: 'gen', instruction: 'a cat'};
const edit = {task: 'edit', instruction: 'make it red', image: 'cat.png'};

test('plain JSON is a request: what it leaves out is as usual', () => {
	const common = {model: 'storybook', threads: 2, isStrict: false, output: usual};
	expect(requestFrom(JSON.parse('{"task": "gen", "instruction": " a cat "}'), defaults)).toEqual({
		...gen,
		...common,
		seed: 99,
		settings: {},
	});
	const asked = {
		...edit,
		seed: 7,
		settings: {steps: 8, quality: 'fast'},
		output: {size: '512x256', output: 'x.png'},
		isAgreed: true,
		count: 3,
	};
	expect(requestFrom(JSON.parse(JSON.stringify(asked)), defaults)).toEqual({
		...asked,
		...common,
		output: {...usual, output: 'x.png', size: {width: 512, height: 256}},
	});
	expect(requestFrom({...edit, seed: undefined, repaint: {codes: [1, 2]}}, defaults)).toMatchObject({seed: 99, repaint: {codes: [1, 2]}});
});

test('a request is the same when it is asked for again', () => {
	for (const asked of [gen, {...edit, repaint: {mode: 'inpainting', heightRatio: 0.5, widthRatio: 1}, device: 'cpu', textLength: 9}]) {
		const request = requestFrom(asked, defaults);
		expect(requestFrom(request, defaults)).toEqual(request);
		expect(keptRequestSchema.parse({...request, report: {isQuiet: true}})).toEqual(request);
	}
});

test.each([
	{asked: null, field: 'request', says: '`request` must be an object, not `null`.'},
	{asked: [gen], field: 'request', says: '`request` must be an object'},
	{asked: {instruction: 'a cat'}, field: 'task', says: '`task` is missing.', hint: 'It must be gen or edit.'},
	{asked: {...gen, task: 'draw'}, field: 'task', says: '`task` must be gen or edit, not `draw`.'},
	{asked: {task: 'gen'}, field: 'instruction', says: '`instruction` is missing.'},
	{asked: {...gen, instruction: '  '}, field: 'instruction', says: '`instruction` must be text that says something'},
	{asked: {...gen, instruction: {}}, field: 'instruction', says: '`instruction` must be text, not `{}`.'},
	{asked: {...gen, seed: -1}, field: 'seed', says: '`seed` must be a whole number from 0'},
	{asked: {...gen, seed: '7'}, field: 'seed', says: 'not `7`.'},
	{asked: {...gen, sede: 7}, field: 'sede', says: 'There is no field `sede`.', hint: 'Did you mean `seed`?'},
	{asked: {...gen, settings: {step: 7}}, field: 'step', says: 'There is no field `step`.', hint: 'Did you mean `steps`?'},
	{asked: {...gen, settings: {xyzzy: 7}}, field: 'xyzzy', says: 'There is no field `xyzzy`.', hint: 'There are: quality,'},
	{asked: {...gen, settings: 7}, field: 'settings', says: '`settings` must be an object, not `7`.'},
	{asked: {...gen, settings: null}, field: 'settings', says: '`settings` must be an object, not `null`.'},
	{asked: {...gen, output: {size: '0x4'}}, field: 'size', says: '`size` must be auto, model or a size such as 512x512, not `0x4`.'},
	{asked: {...gen, output: {hasMarkdown: 'yes'}}, field: 'hasMarkdown', says: '`hasMarkdown` must be true or false, not `yes`.'},
	{asked: {...gen, output: {outptu: 'x'}}, field: 'outptu', says: 'There is no field `outptu`.', hint: 'Did you mean `output`?'},
	{
		asked: {...edit, repaint: {mode: 'inpainting', heightRatio: 2, widthRatio: 1}},
		field: 'repaint',
		says: '`repaint` must be a mask file,',
	},
	{asked: {...edit, repaint: {codes: [-1]}}, field: 'repaint', says: '`repaint` must be'},
	{asked: {...edit, image: undefined}, field: 'image', says: 'There is no picture to edit.'},
	{asked: {...gen, image: 'x.png'}, field: 'image', says: '`image` is for an edit.'},
	{asked: {...gen, repaint: {codes: [1]}}, field: 'repaint', says: '`repaint` is for an edit.'},
	{asked: {...gen, count: 0}, field: 'count', says: '`count` must be a whole number from 1'},
	{asked: {...gen, count: 2, output: {output: '-'}}, field: 'output', says: 'stdout is one picture'},
	{asked: {...gen, count: 2, seed: Number.MAX_SAFE_INTEGER}, field: 'count', says: 'there is none after that one'},
	{
		asked: JSON.parse(`{"task": "gen", "instruction": "a cat", "__proto__": 1}`),
		field: '__proto__',
		says: 'There is no field `__proto__`.',
	},
	{asked: {...gen, ['x'.repeat(1e6)]: 1}, field: `${'x'.repeat(40)}…`, says: 'There is no'},
	{asked: {...gen, model: ['m'.repeat(1e6)]}, field: 'model', says: '`model` must be text'},
])('$says', ({asked, field, says, hint = ''}) => {
	const refused = (() => {
		try {
			return requestFrom(asked, defaults);
		} catch (error) {
			return error;
		}
	})();
	if (!(refused instanceof SettingError)) throw new TypeError('It was not refused.');
	expect(refused).toMatchObject({exitCode: 2, message: expect.stringContaining(says), hint: expect.stringContaining(hint)});
	expect(hint === '' ? field : (refused.field ?? field)).toBe(field);
	expect(refused.message.length + refused.hint.length).toBeLessThan(700);
});

test.each(settingRows)('%s is a setting of a request, checked as it is elsewhere', (key, setting) => {
	const value = {choice: setting.choices?.[0], text: setting.choices?.[0], whole: 3, number: 2.5, toggle: false}[setting.kind];
	expect(requestFrom({...gen, settings: {[key]: value}}, defaults).settings).toEqual({[key]: value});
	expect(() => requestFrom({...gen, settings: {[key]: []}}, defaults)).toThrow(
		expect.objectContaining({field: key, message: `\`${key}\` must be ${setting.expected}, not \`[]\`.`}),
	);
});

test('a JSON schema for other programs comes of it, with each setting and what it says', () => {
	const {properties = {}} = z.toJSONSchema(runRequestSchema, {unrepresentable: 'any', io: 'input'});
	expect(Object.keys(properties)).toEqual(expect.arrayContaining(['task', 'instruction', 'image', 'settings', 'output', 'count']));
	expect(properties.settings).toMatchObject({
		properties: Object.fromEntries(settingRows.map(([key, {says}]) => [key, {description: says}])),
	});
	expect(properties.settings).toMatchObject({
		properties: {steps: {type: 'integer', minimum: 1, maximum: 4096}, remasking: {enum: ['low_confidence', 'random']}},
	});
});

import {mkdir, mkdtemp, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, test} from 'vitest';
import {exactJudge} from '../../../src/bench/judges/exact/exact.ts';
import {judgeOutput} from '../../../src/bench/parabench/judge-output.ts';
import {readItems} from '../../../src/bench/parabench/read-items.ts';
import {openJudge} from '../made.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'mmada items '));
let count = 0;
const write = async (text: string, name = `${++count}.jsonl`) => {
	const file = path.join(folder, name);
	await mkdir(path.dirname(file), {recursive: true});
	await writeFile(file, text);
	return file;
};

test('parabench-mini has ten items of each kind of edit and ten generations', async () => {
	const {items} = await readItems('parabench-mini');
	const categories = [...new Set(items.map(({category}) => category))];
	expect(categories).toEqual(['spatial', 'temporal', 'causal', 'knowledge', 'general', 'generation']);
	for (const name of categories) expect(items.filter(({category}) => category === name)).toHaveLength(10);
	expect(items.every(({task, truth}) => (task === 'gen') === (truth?.source === undefined))).toBe(true);
	expect(new Set(items.map(({instruction}) => instruction)).size).toBe(60);
});

test('the truth of every item of parabench-mini scores 100 on every axis, and the picture to edit misses its goal', async () => {
	const judge = await openJudge();
	const exact = exactJudge(judge);
	for (const item of (await readItems('parabench-mini')).items) {
		const {truth} = item;
		if (!truth) throw new TypeError(`${item.id} has no truth`);
		const marks = await judgeOutput(exact, {item, output: {text: truth.reasoning, picture: judge.draw(truth.target)}});
		expect(
			Object.values(marks).map(mark => mark.state === 'ok' && mark.points),
			item.id,
		).toEqual(Object.keys(marks).map(() => 100));
		if (!truth.source) continue;
		const {imageAlignment} = await judgeOutput(exact, {item, output: {picture: judge.draw(truth.source)}});
		expect(imageAlignment, item.id).toMatchObject({state: 'ok', points: expect.toSatisfy((points: number) => points < 100)});
	}
});

const base = {category: 'c', instruction: 'i'};
test.each([
	{
		name: 'a list of one’s own',
		text: '{"id": "a", "category": "c", "instruction": "i", "image": "a.png", "reference": "r"}\n\n{"id": 2, "category": "c", "instruction": "i"}',
		items: [
			{...base, id: 'a', task: 'edit', image: path.join(folder, 'a.png'), reference: 'r'},
			{...base, id: '2', task: 'gen'},
		],
	},
	{
		name: 'RISEBench',
		text: '[{"index": "t_1", "category": "c", "instruction": "i", "image": "a/1.png", "reference": "r", "subtask": "s"}]',
		items: [{...base, id: 't_1', task: 'edit', image: path.join(folder, 'a', '1.png'), reference: 'r'}],
	},
	{
		name: 'RISEBench with pictures in lists, those that start from several left out',
		text: '[{"index": "t_1", "category": "c", "instruction": "i", "image": ["1.png"], "reference_txt": "r", "reference_img": "2.png"}, {"index": "t_2", "category": "c", "instruction": "i", "image": ["1.png", "2.png"]}]',
		items: [
			{...base, id: 't_1', task: 'edit', image: path.join(folder, '1.png'), reference: 'r', referenceImage: path.join(folder, '2.png')},
		],
	},
	{
		name: 'WISE_Verified',
		text: '[{"prompt_id": 7, "Prompt": "i", "Explanation": "r", "Category": "c", "Subcategory": "s"}]',
		items: [{...base, id: '7', task: 'gen', reference: 'r'}],
	},
	{
		name: 'ParaBench by the names that its fields may have',
		text: '{"idx": 7, "prompt": "i", "category": "c", "input_image": "1.png"}\n',
		items: [{...base, id: '7', task: 'edit', image: path.join(folder, '1.png')}],
	},
])('items of $name are read by the fields that they have', async ({text, items}) => {
	const list = await readItems(await write(text));
	expect(list.items).toEqual(items);
	expect(list.leftOut).toBe(text.includes('t_2') ? 1 : 0);
});

test('KRIS-Bench is read from its folders, each with a file of records by key', async () => {
	await write('{"1": {"ori_img": "1.jpg", "ins_en": "i", "explain_en": "r"}}', 'kris/c/annotation.json');
	await write(
		'{"1": {"ori_img": "1.jpg", "ins_en": "i", "explain_en": "r"},\n "2": {"ori_img": "2.jpg", "ins_en": "j"}}',
		'kris/d/annotation.json',
	);
	const {items} = await readItems(path.join(folder, 'kris'));
	expect(items).toEqual([
		{...base, id: 'c-1', task: 'edit', image: path.join(folder, 'kris', 'c', '1.jpg'), reference: 'r'},
		{id: 'd-1', category: 'd', instruction: 'i', task: 'edit', image: path.join(folder, 'kris', 'd', '1.jpg'), reference: 'r'},
		{id: 'd-2', category: 'd', instruction: 'j', task: 'edit', image: path.join(folder, 'kris', 'd', '2.jpg')},
	]);
});

test('a mapping file says where the fields of any list stand', async () => {
	const map = await write(
		'{"id": "nr", "task": {"is": "edit"}, "category": {"is": "all"}, "instruction": ["say", "ask"], "image": "file"}',
	);
	const {items} = await readItems(await write('{"nr": 1, "ask": "i", "file": "1.png"}'), map);
	expect(items).toEqual([{id: '1', task: 'edit', category: 'all', instruction: 'i', image: path.join(folder, '1.png')}]);
});

test.each([
	{text: '', says: 'is empty', code: 65},
	{text: '{"id": "1"', says: 'the file is no JSON', code: 65},
	{text: '{"id": "1", "category": "c", "instruction": "i"}\n{"id": ', says: 'line 2 is no JSON', code: 65},
	{text: '[1]', says: 'record 1 is no JSON object', code: 65},
	{text: '{"id": "1", "category": "c", "instruction": ""}', says: 'Line 1 of the items has no `instruction`.', code: 65},
	{
		text: '{"id": "1", "category": "c", "instruction": "i"}\n{"id": "1", "category": "c", "instruction": "j"}',
		says: 'two items `1`',
		code: 65,
	},
	{
		text: '{"id": "1", "category": "c", "instruction": "i", "image": "../../secret.png"}',
		says: 'outside of the folder of its list',
		code: 65,
	},
	{
		text: '{"id": "1", "category": "c", "instruction": "i", "image": "/etc/secret.png"}',
		says: 'outside of the folder of its list',
		code: 65,
	},
	{text: '{"id": "1", "category": "c", "instruction": "i", "task": "edit"}', says: 'is an edit and has no picture', code: 65},
	{text: '{"id": "1", "category": "c", "instruction": "i", "task": "paint"}', says: 'the task is `paint`', code: 65},
	{
		text: '{"id": "1", "category": "c", "instruction": "i", "goal": "meadow, noon, any"}',
		says: '`noon` is neither any nor one of day',
		code: 65,
	},
	{
		text: '{"id": "1", "category": "c", "instruction": "i", "goal": "meadow, day, any; any red cat top"}',
		says: 'no scene can meet the goal',
		code: 65,
	},
	{text: '{"id": "1", "category": "c", "instruction": "i", "truth": {"task": "gen"}}', says: 'is no item of the storybook world', code: 65},
])('a list $text is refused: $says', async ({text, says, code}) => {
	await expect(readItems(await write(text))).rejects.toMatchObject({message: expect.stringContaining(says), exitCode: code});
});

test('a list that is not there, and a mapping that is none, are refused', async () => {
	await expect(readItems('/nowhere.jsonl')).rejects.toMatchObject({exitCode: 66});
	await expect(readItems('parabench-mini', await write('{"id": 3}'))).rejects.toMatchObject({
		message: expect.stringContaining('no mapping of fields'),
	});
});

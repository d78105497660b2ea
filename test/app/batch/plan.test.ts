import {expect, test} from 'vitest';
import type {BatchOptions} from '../../../src/app/batch/options.ts';
import {parseJobs} from '../../../src/app/batch/parse-list.ts';
import {batchDigest, planJobs} from '../../../src/app/batch/plan.ts';
import {toBatchOptions} from '../../../src/cli/parse/batch-options.ts';
import type {Parsed} from '../../../src/cli/parse/parse.ts';

const options = (flags: Parsed['flags'] = {}, ...input: string[]): BatchOptions =>
	toBatchOptions({input: input.length > 0 ? input : ['lists/jobs.jsonl'], flags}, {model: 'storybook', threads: 2});
const facts = {seed: 100, startedAt: new Date('2026-01-02T03:04:05'), base: '/lists'};
const plan = (text: string, flags: Parsed['flags'] = {}) => planJobs(parseJobs(text), options(flags), facts);

test('a table and lines of JSON say the same', () => {
	const lines = [
		'{"instruction": "a cat", "seed": 7, "imageSteps": 8}',
		'',
		'{"instruction": "make it \\"red\\", now", "image": "cat.png", "image_steps": "9", "strict": true}',
	].join('\r\n');
	const table = 'instruction,seed,image-steps,image,strict\na cat,7,8,,\n\n"make it ""red"", now",,9,cat.png,yes\n';
	expect(plan(`\uFEFF${table}`).map(({line: _, ...job}) => job)).toEqual(plan(lines).map(({line: _, ...job}) => job));
	expect(plan(lines)).toMatchObject([
		{number: 1, line: 1, request: {task: 'gen', instruction: 'a cat', seed: 7, settings: {imageSteps: 8}, isStrict: false}},
		{number: 2, line: 3, request: {task: 'edit', image: '/lists/cat.png', instruction: 'make it "red", now', seed: 101, isStrict: true}},
	]);
});

test('what a job leaves out comes from the command line, its seed from its place', () => {
	const planned = plan('{"instruction": "a"}\n{"instruction": "b", "steps": 3}\n{"instruction": "c", "seed": 0}', {
		steps: '12',
		recipe: 'sequential',
	});
	expect(planned.map(job => [job.request.settings.steps, job.request.settings.recipe, job.request.seed])).toEqual([
		[12, 'sequential', 100],
		[3, 'sequential', 101],
		[12, 'sequential', 0],
	]);
});

test('pictures are called by their place and instruction, or as the job or the command line says', () => {
	const lines = Array.from({length: 10}, (_, index) => `{"instruction": "cat ${index}"}`).join('\n');
	const names = (flags?: Parsed['flags']) => plan(lines, flags).map(({target}) => `${target.folder}/${target.stem}${target.extension}`);
	expect(names().slice(8)).toEqual(['jobs/09-cat-8.png', 'jobs/10-cat-9.png']);
	expect(names({name: '{n}-{seed}-{date}.webp', output: 'out'}).slice(8)).toEqual([
		'out/09-108-2026-01-02.webp',
		'out/10-109-2026-01-02.webp',
	]);
	expect(plan('{"instruction": "a", "output": "set/one.avif"}')[0]?.target).toEqual({
		kind: 'files',
		folder: 'jobs/set',
		stem: 'one',
		extension: '.avif',
	});
});

test.each([
	{job: '{"instruction": "a", "stepz": 3}', says: 'there is no field `stepz` (did you mean `steps`?)'},
	{job: '{"instruction": "a", "steps": 0}', says: '`steps` must be a whole number from 1 to 4096, not `0`'},
	{job: '{"instruction": "a", "seed": 9007199254740993}', says: '`seed` must be a whole number'},
	{job: '{"instruction": "a", "seed": -1}', says: '`seed` must be a whole number'},
	{job: '{"instruction": "a", "strict": "maybe"}', says: '`strict` must be true or false, not `maybe`'},
	{job: '{"instruction": true}', says: '`instruction` must be text'},
	{job: '{"seed": 3}', says: 'There is no instruction'},
	{job: '{"instruction": "a", "mask": "m.png"}', says: '`mask` is for a job with an `image`'},
	{job: '{"instruction": "a", "image": "-"}', says: '`image` must be a file'},
	{job: '{"instruction": "a", "output": "../a.png"}', says: '`output` must be a file in the folder of the batch'},
	{job: '{"instruction": "a", "output": "/a.png"}', says: '`output` must be a file in the folder of the batch'},
	{job: '{"instruction": "a", "output": "a/"}', says: '`output` must be a file in the folder of the batch'},
	{job: '{"instruction": "a", "output": "a.tiff"}', says: 'pictures are saved as .png'},
	{job: `{"instruction": "a", "output": "${'x'.repeat(300)}"}`, says: `\`${'x'.repeat(60)}…\` is too long a name for a file`},
	{job: `{"instruction": "a", "output": "${'ü'.repeat(116)}"}`, says: `\`${'ü'.repeat(60)}…\` is too long a name for a file`},
	{job: `{"instruction": "a", "output": "${'x'.repeat(256)}/a.png"}`, says: `\`${'x'.repeat(60)}…\` is too long a name for a file`},
	{job: `{"instruction": "a", "output": "${'abcdefg/'.repeat(600)}a.png"}`, says: '`abcdefg/'},
	{job: '{"instruction": "a", "output": "a\\u0000.png"}', says: '`a\0.png` is no name for a file'},
	{job: '{"instruction": "a", "output": "a\\ud800.png"}', says: '`a\ud800.png` is no name for a file'},
	{
		job: '{"instruction": "a", "output": ".mmada-batch.job/b.png"}',
		says: '`.mmada-batch.job/b.png` is where the batch keeps its own files',
	},
	{job: '{"instruction": "a", "output": "x/.MMADA-batch.png"}', says: '`x/.MMADA-batch.png` is where'},
	{job: '{"instruction": "a", "output": "results.jsonl/b.png"}', says: '`results.jsonl/b.png` is where'},
	{job: '{"instruction": "a", "output": "contact-sheet.png/b.png"}', says: '`contact-sheet.png/b.png` is where'},
	{job: '{"instruction": "a", "seed": 1, "Seed": 2}', says: '`seed` and `Seed` are the same'},
	{job: `{"instruction": "a", "${'y'.repeat(1000)}": 2}`, says: `there is no field \`${'y'.repeat(60)}…\``},
	{job: `{"instruction": "${'red '.repeat(6000)}"}`, says: 'the instruction has 23999 characters'},
	{job: '{"instruction": "a", "constructor": 2}', says: 'there is no field `constructor`'},
	{job: '{"instruction": "a", "output": "contact-sheet.png"}', says: '`contact-sheet.png` is what the contact sheet is called'},
])('$job cannot be done', ({job, says}) => {
	expect(() => plan(job)).toThrow(expect.objectContaining({exitCode: 65, message: expect.stringContaining(`line 1: ${says}`)}));
});

test('a folder of one job cannot be called like a file of another', () => {
	const lines = (...outputs: string[]) => outputs.map(output => JSON.stringify({instruction: 'a', output})).join('\n');
	const says = 'line 2: one of its files and a folder of line 1 would have the same name';
	expect(() => plan(lines('a.png', 'a.json/b.png'))).toThrow(says);
	expect(() => plan(lines('x/A.png/b.png', 'x/a.png'))).toThrow(says);
	expect(plan(lines('a.png', 'a/b.png', 'a/c.png', 'x/a.png'))).toHaveLength(4);
});

test('a list of many jobs, columns or letters takes time by its length, not by its square', () => {
	const names = Array.from({length: 100_000}, (_, index) => `column${index}`);
	const wide = `instruction,${names.join(',')}\n"a",${',1'.repeat(99_999)}\n`;
	const start = process.cpuUsage();
	expect(Object.keys(parseJobs(wide)[0]?.fields ?? {})).toHaveLength(100_000);
	const long = JSON.stringify({instruction: 'a', ['z'.repeat(1_000_000)]: 1});
	expect(() => plan(long)).toThrow(/^1 of 1 jobs cannot be done: line 1: there is no field `z{60}…`\.$/);
	// Of the processor, whatever else it does: two orders of magnitude more than it takes.
	expect(process.cpuUsage(start).user / 1e6).toBeLessThan(10);
});

test.each([
	{what: 'empty rows and columns at the end', text: 'instruction,seed,,\na cat,7,,\n,,,\n,,,\n'},
	{what: 'semicolons, as where a comma is for numbers', text: 'instruction;seed\r\n"a cat";7\r\n;\r\n'},
	{what: 'tabs, as copied from a table', text: 'seed\tinstruction\n7\ta cat\n'},
	{what: 'bars', text: 'instruction|seed\na cat|7\n'},
	{what: 'a line in quotes that names the separator', text: '"sep=;"\ninstruction;seed\na cat;7\n'},
	{what: 'a line that names the separator', text: 'sep=;\r\ninstruction;seed\r\na cat;7\r\n'},
	{what: 'capitals and blanks in the heading', text: ' Instruction ,SEED\na cat,7\n'},
	{what: 'a mark at the start', text: '\uFEFFInstruction;Seed\na cat;7'},
	{what: 'line ends of old', text: 'instruction,seed\ra cat,7\r'},
])('a table with $what is read', ({text}) => {
	expect(plan(text)).toMatchObject([{request: {instruction: 'a cat', seed: 7}}]);
});

test('names of fields may be written as people write them', () => {
	const text = 'Instruction;Image Steps;text_temperature;BlockLength\na cat;8;0.5;16\n';
	expect(plan(text)).toMatchObject([{request: {settings: {imageSteps: 8, textTemperature: 0.5, blockLength: 16}}}]);
});

test('all jobs that cannot be done are told at once, with their lines', () => {
	const lines = ['{"instruction": "a", "output": "X.png"}', '{"instruction": "b", "output": "x.webp"}', ...Array(6).fill('{"steps": 1}')];
	expect(() => plan(lines.join('\n'))).toThrow(
		expect.objectContaining({
			message: expect.stringMatching(
				/^7 of 8 jobs cannot be done: line 2: its files would be called like those of line 1; line 3: .* line 6: There is no instruction; and 2 more\.$/,
			),
		}),
	);
});

test.each([
	{text: '', says: 'The list of jobs is empty.'},
	{text: 'instruction\n', says: 'The list of jobs is empty.'},
	{text: '[{"instruction": "a"}]', says: 'Line 1 begins a JSON array.'},
	{text: '{"instruction": "a"}\n{"instruction": "b"', says: 'Line 2 is not a job.'},
	{text: '{"instruction": "a"}\n"b"', says: 'Line 2 is not a job.'},
	{text: '{"instruction": ["a"]}', says: 'Line 1: `instruction` must be text, a number or true or false.'},
	{text: 'instruction,seed,seed\na,1,2', says: 'The table has two columns `seed`.'},
	{text: 'instruction,,seed\na,lost,2', says: 'Line 2 has something in column 2, which has no name.'},
	{text: 'instruction;seed\na; red;1', says: 'Line 2 has 3 cells for 2 columns.'},
	{text: 'instruction:seed\na:1', says: 'The table has no column `instruction`.'},
	{text: 'instruction,seed\na cat, red,1', says: 'Line 2 has 3 cells for 2 columns.'},
])('$text is no list: $says', ({text, says}) => {
	expect(() => parseJobs(text)).toThrow(expect.objectContaining({message: says, exitCode: 65}));
});

test('a batch is the same one as long as jobs, settings and model are', () => {
	const digest = (text: string, flags: Parsed['flags'] = {}, model = 'd1') => batchDigest(parseJobs(text), options(flags), model);
	const text = '{"instruction": "a", "seed": 1}';
	const same = digest('{"seed": 1, "instruction": "a"}', {quiet: true, threads: '4'});
	expect(digest(text)).toBe(same);
	for (const flags of [{steps: '3'}, {name: '{n}'}, {'text-length': '9'}]) expect(digest(text, flags)).not.toBe(same);
	expect(digest(text, {}, 'd2')).not.toBe(same);
	expect(digest('{"instruction": "a", "seed": 2}')).not.toBe(same);
});

test.each([
	{input: [], flags: {}, says: 'There is no list of jobs.'},
	{input: ['a', 'b'], flags: {}, says: 'One list of jobs, not also `b`.'},
	{input: ['a'], flags: {shard: '0/2'}, says: '--shard must be such as 2/4, the second of four parts, not `0/2`.'},
	{input: ['a'], flags: {shard: '3/2'}, says: 'not `3/2`'},
	{input: ['a'], flags: {output: '-'}, says: 'The results of a batch do not fit through stdout.'},
	{input: ['a'], flags: {force: true, continue: true}, says: '--force replaces what --continue keeps.'},
])('$input with $flags is refused', ({input, flags, says}) => {
	const parsed = () => toBatchOptions({input, flags}, {model: 'storybook', threads: 2});
	expect(parsed).toThrow(expect.objectContaining({exitCode: 2, message: expect.stringContaining(says)}));
});

test('results go into a folder called like the list', () => {
	expect([options({}, 'a/b/jobs.csv').folder, options({}, '-').folder, options({output: 'x'}, 'jobs.csv').folder]).toEqual([
		'jobs',
		'batch',
		'x',
	]);
});

test('pictures are called after the words as they are read, and the requests keep what was typed', () => {
	const named = planJobs(parseJobs('a snial\n'), options(), {...facts, asRead: text => text.replace('snial', 'snail')});
	expect(named).toMatchObject([{request: {instruction: 'a snial'}, target: {stem: '1-a-snail'}}]);
});

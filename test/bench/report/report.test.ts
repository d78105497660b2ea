import {beforeAll, expect, test} from 'vitest';
import {type BenchReport, toReport} from '../../../src/bench/report/bench-report.ts';
import {htmlReport} from '../../../src/bench/report/html-report.ts';
import {benchLine} from '../../../src/bench/report/progress.ts';
import {recordLine} from '../../../src/bench/report/record.ts';
import {tableLines} from '../../../src/bench/report/table.ts';
import {calibrate} from '../../../src/bench/storybook/calibration.ts';
import type {Judge} from '../../../src/bench/storybook/judge.ts';
import {measureCeiling, type Result} from '../../../src/bench/storybook/run.ts';
import {decodeImage} from '../../../src/picture/codec.ts';
import {makeResults, openJudge} from '../made.ts';

let judge: Judge;
let results: Result[];
let report: BenchReport;
/** Six true answers, but the text of the fourth was never finished. */
beforeAll(async () => {
	judge = await openJudge();
	results = makeResults(judge, 6, ({reasoning}, index) => (index === 3 ? `${reasoning.slice(0, -1)} <&` : reasoning));
	const ceiling = await measureCeiling(
		results.map(({item}) => item),
		judge,
		async picture => picture,
	);
	report = toReport(results, {suite: 'storybook', seed: 3, ceiling, calibration: calibrate(judge, {seed: 3, count: 1})});
}, 120_000);

test('the report counts what holds, over all and by group', async () => {
	const {n, axes, rates, categories, ceiling, codes, settings, model} = report;
	expect(n).toBe(6);
	expect(axes.textAlignment?.mean).toBeCloseTo((5 / 6) * 100, 9);
	expect(axes.imageConsistency).toMatchObject({mean: expect.closeTo(100, 9), n: 3});
	expect(rates.textParses).toMatchObject({count: 5, n: 6});
	expect(rates.imageSatisfies).toMatchObject({count: 6, rate: 1});
	expect(categories).toMatchObject({generation: {n: 3, rates: {textParses: {rate: 1}}}});
	expect(categories).not.toHaveProperty('generation.axes.imageConsistency');
	expect(ceiling.axes.imageQuality?.mean).toBe(100);
	expect(codes.matchPicture.rate).toBe(1);
	expect(settings).toMatchObject({steps: 64, recipe: 'parallel'});
	expect(settings).not.toHaveProperty('instruction');
	expect(model.patch).toBe(24);
});

test('the table has every axis, rate and group, and the words of the judge about itself', async () => {
	const lines = tableLines(report).join('\n');
	expect(lines).toMatch(/text parses +83\.3 +\d+\.\d - \d+\.\d +5\/6 +100\.0/);
	expect(lines).toMatch(/image consistency +100\.0 +100\.0 - 100\.0 +100\.0 +\d/);
	expect(lines).toMatch(/generation +3 +100\.0/);
	expect(lines).toMatch(/true items score at least 100\.0 on every axis; of 1 planted errors/);
	expect(lines).toMatch(/picture(?: +100\.0){9}$/);
});

test('the report of the suite in plain English lists what was not satisfied, and why', () => {
	const plain = toReport(results, {suite: 'plain-english', seed: 3, ceiling: report.ceiling, calibration: report.calibration});
	const {instruction} = results[3]!.item;
	expect(plain.unsatisfied).toEqual([
		{index: 3, instruction, text: results[3]!.answer.text, notices: [], textMisses: expect.arrayContaining(['no more']), imageMisses: []},
	]);
	expect(plain.rates.bothSatisfy).toMatchObject({count: 5, n: 6});
	const lines = tableLines(plain);
	expect(lines.slice(lines.indexOf(`3: ${instruction}`) - 1).slice(0, 4)).toEqual([
		'satisfied in text and picture: 5 of 6; not so:',
		`3: ${instruction}`,
		expect.stringMatching(/^ {3}text misses: .*no more$/),
		'',
	]);
	expect(report).not.toHaveProperty('unsatisfied');
});

test('the HTML report begins with the worst item, holds its pictures and escapes what the model said', async () => {
	const html = await htmlReport(report, results);
	const [first = ''] = html.split('<section>').slice(1);
	expect(first).toContain('there is no whole scene clause');
	expect(first).toContain('&#60;&#38;');
	expect(first.match(/data:image\/png;base64,/g)).toHaveLength(2);
	expect(html).not.toContain('<&');
	expect(html).not.toMatch(/src="(?!data:)/);
	expect(html.match(/<section>/g)).toHaveLength(6);
});

test('a line of items.jsonl has the picture as it was judged', async () => {
	const record = JSON.parse(await recordLine(results[1]!));
	expect(record).toMatchObject({index: 1, item: {task: 'edit'}, verdict: {holds: {textParses: true}}});
	const {rgb} = await decodeImage(Buffer.from(record.answer.png, 'base64'), 'picture');
	expect(Buffer.compare(rgb, results[1]!.answer.picture.rgb)).toBe(0);
});

test('the progress line says what was met and how long it will take', () => {
	expect(benchLine(results.slice(0, 4), 24, 20_000)).toBe(
		'4/24 · text satisfies 3 · image satisfies 4 · agree 3 · 5.0 s an item · 2 min left',
	);
});

import {mkdtemp, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, test} from 'vitest';
import {exactJudge} from '../../../src/bench/judges/exact/exact.ts';
import type {Marks} from '../../../src/bench/judges/mark.ts';
import {judgeAll} from '../../../src/bench/parabench/judge-output.ts';
import {readItems} from '../../../src/bench/parabench/read-items.ts';
import {readOutputs} from '../../../src/bench/parabench/read-outputs.ts';
import {summarizeMarks} from '../../../src/bench/parabench/summary.ts';
import {recordLine} from '../../../src/bench/report/record.ts';
import {plant, withScene} from '../../../src/bench/storybook/plant.ts';
import {summarize, summarizeBy} from '../../../src/bench/storybook/summary.ts';
import {createRandom} from '../../../src/world/random.ts';
import {makeResults, openJudge, outputOf} from '../made.ts';

test('the exact judge gives the same six axes through the runner as the suite storybook on the same items', async () => {
	const judge = await openJudge();
	const random = createRandom(5);
	// Answers with faults of every kind: only those could be told differently.
	const results = makeResults(judge, 16).map((result, index) => {
		const wrong = plant(random, result.item, (['noun', 'extra', 'place', 'missing', 'colour'] as const)[index % 5]!);
		if (!wrong) return result;
		const text = index % 2 === 0 ? withScene(result.item.reasoning, wrong) : index % 3 === 0 ? 'no scene at all' : result.item.reasoning;
		const output = outputOf(judge, result.item, {text, scene: wrong});
		return {...result, answer: {...result.answer, text, picture: output.picture}, verdict: judge.judge(result.item, output)};
	});
	const folder = await mkdtemp(path.join(tmpdir(), 'mmada exact '));
	const file = path.join(folder, 'items.jsonl');
	await writeFile(file, (await Promise.all(results.map(recordLine))).join(''));

	const {items} = await readItems(file);
	const outputs = await readOutputs(folder);
	const found = new Map<number, Marks>();
	const subjects = items.map((item, key) => ({key, open: async () => ({item, output: await outputs.outputOf(item.id)})}));
	for await (const {key, marks} of judgeAll(exactJudge(judge), subjects, {parallel: 3})) found.set(key, marks);
	const judged = items.map((item, index) => ({item, marks: found.get(index) ?? {}}));

	const axes = (summary: ReturnType<typeof summarizeMarks>) =>
		Object.fromEntries(Object.entries(summary.axes).map(([axis, {scored}]) => [axis, scored]));
	expect(axes(summarizeMarks(judged))).toEqual(summarize(results).axes);
	for (const [category, summary] of Object.entries(summarizeBy(results, item => item.category))) {
		expect(axes(summarizeMarks(judged.filter(({item}) => item.category === category)))).toEqual(summary.axes);
	}
});

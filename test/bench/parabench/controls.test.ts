import {expect, test} from 'vitest';
import {exactJudge} from '../../../src/bench/judges/exact/exact.ts';
import type {EvalJudge, Mark, Marks} from '../../../src/bench/judges/mark.ts';
import {type ControlKey, checkControls, controlSubjects} from '../../../src/bench/parabench/controls.ts';
import {judgeAll} from '../../../src/bench/parabench/judge-output.ts';
import {readItems} from '../../../src/bench/parabench/read-items.ts';
import {createJudge} from '../../../src/bench/storybook/judge.ts';
import {loadArtwork} from '../../../src/world/art/draw.ts';
import {createRandom} from '../../../src/world/random.ts';

const artwork = await loadArtwork();
const exact = exactJudge(createJudge(artwork));
const {items} = await readItems('parabench-mini');

async function controlsOf(judge: EvalJudge) {
	const outputs = {system: {name: 'none', disclosed: {}}, outputOf: async () => ({})};
	const judged: {key: ControlKey; marks: Marks}[] = [];
	for await (const one of judgeAll(judge, controlSubjects(items, outputs, artwork), {parallel: 2})) judged.push(one);
	return checkControls(judged);
}

const always = (mark: () => Mark): EvalJudge => ({
	name: 'fake',
	facts: {},
	judge: async (_item, _output, {axes}) => Object.fromEntries(axes.map(axis => [axis, mark()])),
});

test('the exact judge puts every control in order', async () => {
	const controls = await controlsOf(exact);
	expect(controls).toMatchObject({passed: true});
	expect(controls.checks).toHaveLength(8);
});

const random = createRandom(1);
test.each([
	{name: 'that always says the same', judge: always(() => ({state: 'ok', points: 75, said: ''}))},
	{name: 'that guesses', judge: always(() => ({state: 'ok', points: 25 * random.int(5), said: ''}))},
	{name: 'that never has a score', judge: always(() => ({state: 'refused', said: 'no'}))},
	{
		name: 'that reads the text and ignores the picture',
		judge: {
			...exact,
			judge: async (item, {text}, options) =>
				exact.judge(
					item,
					{...(text !== undefined && {text}), ...(item.truth && {picture: createJudge(artwork).draw(item.truth.target)})},
					options,
				),
		} satisfies EvalJudge,
	},
	{
		name: 'that looks at the picture and ignores the text',
		judge: {
			...exact,
			judge: async (item, {picture}, options) =>
				exact.judge(item, {...(item.truth && {text: item.truth.reasoning}), ...(picture && {picture})}, options),
		} satisfies EvalJudge,
	},
	{
		name: 'that has the scale upside down',
		judge: {
			...exact,
			async judge(item, output, options) {
				const marks = await exact.judge(item, output, options);
				return Object.fromEntries(
					Object.entries(marks).map(([axis, mark]) => [axis, mark.state === 'ok' ? {...mark, points: 100 - mark.points} : mark]),
				);
			},
		} satisfies EvalJudge,
	},
])('a judge $name fails the controls', async ({judge}) => {
	expect(await controlsOf(judge)).toMatchObject({passed: false});
});

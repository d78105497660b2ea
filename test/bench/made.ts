import {drawExercises} from '../../src/bench/storybook/exercises.ts';
import {createJudge, type Judge} from '../../src/bench/storybook/judge.ts';
import type {Result} from '../../src/bench/storybook/run.ts';
import type {Answer} from '../../src/bench/storybook/run-exercise.ts';
import {loadArtwork} from '../../src/world/art/draw.ts';
import {sceneToCodes} from '../../src/world/codes.ts';
import type {Item} from '../../src/world/scene/item.ts';
import type {Scene} from '../../src/world/scene/scene.ts';

/** A judge over the real artwork. */
export const openJudge = async (): Promise<Judge> => createJudge(await loadArtwork());

/** The true output of an item, or one with another text or another drawn scene. */
export function outputOf(judge: Judge, item: Item, {text = item.reasoning, scene = item.target}: {text?: string; scene?: Scene} = {}) {
	return {...judge.look(judge.draw(scene)), text};
}

const settings = {
	task: 'gen',
	instruction: '',
	seed: 0,
	recipe: 'parallel',
	steps: 64,
	imageSteps: 12,
	textLength: 64,
	blockLength: 16,
	guidanceText: 0.5,
	guidanceImage: 0,
	temperature: 1,
	textTemperature: 0,
} as const;
const model = {name: 'a <model>', digest: 'd', device: 'cpu', grid: {rows: 6, columns: 6}, patch: 24};

/** Results as if a model had answered with the truth, or with the text that `say` makes of it. */
export function makeResults(
	judge: Judge,
	count: number,
	say: (item: Item, index: number) => string = ({reasoning}) => reasoning,
): Result[] {
	return drawExercises(3, count).map(({item, seed}, index) => {
		const output = outputOf(judge, item, {text: say(item, index)});
		const answer: Answer = {
			text: output.text,
			notices: [],
			picture: output.picture,
			codes: sceneToCodes(item.target),
			settings: {...settings, task: item.task},
			model,
			elapsedMs: 1000,
		};
		return {index, seed, item, ...(item.source && {input: judge.draw(item.source)}), answer, verdict: judge.judge(item, output)};
	});
}

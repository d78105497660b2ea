import type {Engine} from '../../engine/engine.ts';
import type {Pixels} from '../../pixels.ts';
import type {Job} from '../../run/job.ts';
import type {} from '../../world/art/draw.ts';
import type {Item} from '../../world/scene/item.ts';
import type {Exercise} from './exercises.ts';
import type {Judge, Verdict} from './judge.ts';
import {type Answer, runExercise} from './run-exercise.ts';
import {type Summary, summarize} from './summary.ts';

/** An exercise, what the model made of it, and what the judge says. */
export type Result = {
	readonly index: number;
	readonly seed: number;
	readonly item: Item;
	/** The picture to edit. */
	readonly input?: Pixels;
	readonly answer: Answer;
	readonly verdict: Verdict;
};

/** Run the exercises one after the other in one engine and judge each. To stop, ask for no more. */
export async function* runExercises(
	engine: Engine,
	exercises: readonly Exercise[],
	judge: Judge,
	settings: Job['settings'],
): AsyncGenerator<Result, void, undefined> {
	for (const [index, exercise] of exercises.entries()) {
		const {item, seed} = exercise;
		const input = item.source && judge.draw(item.source);
		const answer = await runExercise(engine, exercise, input, settings);
		const verdict = judge.judge(item, {...judge.look(answer.picture), text: answer.text});
		yield {index, seed, item, ...(input && {input}), answer, verdict};
	}
}

/** Encodes a picture with the model's image tokenizer and decodes it again. */
export type Reconstruct = (picture: Pixels) => Promise<Pixels>;

/** The tokenizer's ceiling: the true text and the reconstruction of the true picture, judged as if the model had made them. */
export async function measureCeiling(items: readonly Item[], judge: Judge, reconstruct: Reconstruct): Promise<Summary> {
	const judged = [];
	for (const item of items) {
		const picture = await reconstruct(judge.draw(item.target));
		judged.push({item, verdict: judge.judge(item, {...judge.look(picture), text: item.reasoning})});
	}
	return summarize(judged);
}

import {createHash} from 'node:crypto';
import {exitCodes, UserError} from '../../../errors.ts';
import type {Pixels} from '../../../picture/codec.ts';
import type {EvalItem} from '../../parabench/item.ts';
import {meanOf} from '../../statistics/estimate.ts';
import type {Axis} from '../../storybook/axes.ts';
import {type Answer, type EvalJudge, fromFive, type Mark} from '../mark.ts';
import {type Asked, askSettings, createAsker} from './ask.ts';
import type {AnswerCache} from './cache.ts';
import type {Client} from './client.ts';
import {digestOf, type Material, picturesFor, questionFor, shownPicture} from './prompt.ts';
import {rubrics} from './rubrics.ts';

/** Questions in a row without an answer after which the judge counts as gone. */
const mostFailures = 10;

export type VlmOptions = {
	/** URL, named in the report. */
	readonly url: string;
	readonly model: string;
	/** Undefined: only answers of the cache count. */
	readonly client: Client | undefined;
	readonly cache: AnswerCache;
	/** Number of times that each question is asked with the pictures in their fixed order; with two pictures, once more in the other order. */
	readonly repeats: number;
	readonly inputOf: (item: EvalItem) => Promise<Pixels | undefined>;
	/** Told of the tokens of each answer as it comes in. @throws what is to end it all */
	readonly spend?: (tokensIn: number, tokensOut: number) => void;
};

/** A vision-language model as a judge, asked about one axis at a time. Every answer is kept before it counts. */
export function vlmJudge({url, model, client, cache, repeats, inputOf, spend = () => {}}: VlmOptions): EvalJudge {
	const ask = client && createAsker(client, model);
	const asking = new Map<string, Promise<Answer>>();
	let failures = 0;

	const answerOnce = async (
		item: EvalItem,
		axis: Axis,
		material: Material,
		{repeat, order}: Pick<Answer, 'repeat' | 'order'>,
		signal?: AbortSignal,
	) => {
		const key = createHash('sha256')
			.update(JSON.stringify([url, model, askSettings, digestOf(axis, material, order), repeat]))
			.digest('hex');
		const kept = cache.get(key);
		if (kept) return toAnswer({repeat, order}, kept);
		if (!ask) return {repeat, order, state: 'missing', said: 'not among the answers that are kept'} as const;
		const known = asking.get(key);
		if (known) return known;
		const asked = ask(questionFor(axis, material, order), signal).then(async found => {
			failures = found.state === 'error' ? failures + 1 : 0;
			if (failures >= mostFailures) throw nobodyThere(url, found);
			if (found.state !== 'error')
				await cache.add({key, item: item.id, axis, order, repeat, ...withoutUndefined(found), state: found.state});
			spend(found.tokensIn, found.tokensOut);
			return toAnswer({repeat, order}, found);
		});
		asking.set(key, asked);
		return asked.finally(() => asking.delete(key));
	};

	return {
		name: model,
		facts: {kind: 'vlm', url, model, repeats, ...askSettings, rubrics: rubrics.version},
		async judge(item, {text, picture}, {axes, signal}) {
			const input = await inputOf(item);
			const material: Material = {
				item,
				text,
				input: input && (await shownPicture(input)),
				output: picture && (await shownPicture(picture)),
			};
			const marks: [Axis, Mark][] = [];
			for (const axis of axes) {
				const plan = planFor(axis, material, repeats);
				const answers: Answer[] = [];
				for (const step of plan) answers.push(await answerOnce(item, axis, material, step, signal));
				marks.push([axis, markOf(answers)]);
			}
			return Object.fromEntries(marks);
		},
	};
}

/** Questions about one axis: their number, and the order of the pictures. */
function planFor(axis: Axis, material: Material, repeats: number): Pick<Answer, 'repeat' | 'order'>[] {
	const fixed = Array.from({length: repeats}, (_, repeat) => ({repeat, order: 'fixed' as const}));
	return picturesFor(axis, material).length > 1 ? [...fixed, {repeat: 0, order: 'turned'}] : fixed;
}

const toAnswer = (
	asked: Pick<Answer, 'repeat' | 'order'>,
	{state, score, said}: Pick<Asked, 'state' | 'said'> & {readonly score?: number | undefined},
): Answer => ({
	...asked,
	state,
	...(score !== undefined && {points: fromFive(score)}),
	said,
});

/** Both orders count the same, each by the mean of its answers; what has no score counts in neither. */
function markOf(answers: readonly Answer[]): Mark {
	const means = (['fixed', 'turned'] as const).flatMap(order => {
		const points = answers.flatMap(answer => (answer.order === order && answer.points !== undefined ? answer.points : []));
		return points.length > 0 ? [meanOf(points)] : [];
	});
	const [first] = answers;
	if (means.length > 0) return {state: 'ok', points: meanOf(means), said: answers.find(({state}) => state === 'ok')?.said ?? '', answers};
	return first && first.state !== 'ok' ? {state: first.state, said: first.said, answers} : {state: 'missing', said: 'not asked', answers};
}

const withoutUndefined = ({score, said, raw, model, fingerprint, tokensIn, tokensOut}: Asked) => ({
	...(score !== undefined && {score}),
	said,
	raw: [...raw],
	...(model !== undefined && {model}),
	...(fingerprint !== undefined && {fingerprint}),
	tokensIn,
	tokensOut,
});

const nobodyThere = (url: string, {said}: Asked) =>
	new UserError(`The judge at ${url} has not answered ${mostFailures} questions in a row: ${said}.`, {
		hint: 'What was answered is kept: when it is there again, the same command goes on.',
		exitCode: exitCodes.unavailable,
	});

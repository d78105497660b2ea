import type {EvalJudge, Mark, Marks} from '../judges/mark.ts';
import type {Axis} from '../storybook/axes.ts';
import {axesOf, type EvalItem, needs} from './item.ts';
import type {EvalOutput} from './output.ts';

/** A question to a judge: an item's output, on all axes that the item has unless some are named. */
export type Subject = {readonly item: EvalItem; readonly output: EvalOutput; readonly axes?: readonly Axis[]};

/** A judge's verdicts on an output; axes whose text or picture is missing are not asked about. */
export async function judgeOutput(judge: EvalJudge, {item, output, axes = axesOf(item)}: Subject, signal?: AbortSignal): Promise<Marks> {
	const isThere = (axis: Axis) =>
		(output.text !== undefined || !needs[axis].text) && (output.picture !== undefined || !needs[axis].picture);
	const asked = axes.filter(isThere);
	const marks = asked.length > 0 ? await judge.judge(item, output, {axes: asked, ...(signal && {signal})}) : {};
	return Object.fromEntries(axes.map(axis => [axis, marks[axis] ?? missing(axis)]));
}

const missing = (axis: Axis): Mark => ({
	state: 'missing',
	said:
		needs[axis].text && needs[axis].picture
			? 'the text or the picture is missing'
			: `the ${needs[axis].text ? 'text' : 'picture'} is missing`,
});

/** Judge many outputs, several at a time, and hand each on as it is done. To stop, abort the signal or ask for no more: what was begun is dropped. */
export async function* judgeAll<Key>(
	judge: EvalJudge,
	subjects: readonly {readonly key: Key; readonly open: () => Promise<Subject>}[],
	{parallel, signal: stop}: {readonly parallel: number; readonly signal?: AbortSignal},
): AsyncGenerator<{readonly key: Key; readonly marks: Marks}, void, undefined> {
	const ending = new AbortController();
	const signal = AbortSignal.any(stop ? [stop, ending.signal] : [ending.signal]);
	const waiting = [...subjects.entries()];
	const running = new Map<number, Promise<{readonly index: number; readonly key: Key; readonly marks: Marks}>>();
	const start = () => {
		const next = waiting.shift();
		if (!next) return;
		const [index, {key, open}] = next;
		running.set(
			index,
			open().then(async subject => ({index, key, marks: await judgeOutput(judge, subject, signal)})),
		);
	};
	try {
		for (let slot = 0; slot < parallel; slot++) start();
		while (running.size > 0) {
			const {index, key, marks} = await Promise.race(running.values());
			running.delete(index);
			start();
			yield {key, marks};
		}
	} finally {
		// Questions under way are dropped.
		ending.abort();
		for (const rest of running.values()) rest.catch(() => {});
	}
}

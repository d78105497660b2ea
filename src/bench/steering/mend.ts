import {followRun} from '../../app/follow-run.ts';
import {exitCodes, UserError} from '../../errors.ts';
import type {RunEvent} from '../../events/events.ts';
import {toPixels} from '../../picture/pixels.ts';
import type {Job} from '../../run/job.ts';
import {parseReasoning} from '../../world/language/reasoning.ts';
import {checkGoal, type Goal, type Reading} from '../../world/scene/goal.ts';
import {fits, type Scene, type SceneObject} from '../../world/scene/scene.ts';
import {columns} from '../report/columns.ts';
import {type Proportion, proportion} from '../statistics/estimate.ts';
import type {Exercise} from '../storybook/exercises.ts';
import type {Kind} from './change.ts';
import {type Pieces, requestFor} from './request.ts';
import {type Bench, withAgreement} from './steer-exercise.ts';

/** An exercise that went wrong, and what one word put right at half-time made of it. */
export type Mended = {
	/** The fact that was wrong; undefined where no single word is at fault. */
	readonly fault: string | undefined;
	readonly isRight: boolean;
};

/** Run an exercise; where text or picture miss the goal, put one word of the thought right at half-time, and see whether all comes right. */
export async function mendExercise({engine, judge, pieceOf}: Bench, {item, seed}: Exercise): Promise<Mended | 'right'> {
	const input = item.source && judge.draw(item.source);
	const job: Job = {...{task: item.task, instruction: item.instruction, seed, previews: false, isAgreed: true}, ...(input && {input})};
	const ran = async (asked: Job) => {
		await using going = engine.run(asked);
		const {events, run} = await followRun(going, {tell: () => {}});
		if (!run)
			throw new UserError('The engine was ended before its run was done.', {hint: 'Run it again.', exitCode: exitCodes.interrupted});
		return {events, text: run.text, holds: judge.judge(item, {...judge.look(toPixels(run.final)), text: run.text}).holds};
	};
	const first = await ran(job);
	if (first.holds.bothSatisfy) return 'right';
	const said = parseReasoning(first.text).scene;
	const steps = first.events.filter((event): event is Extract<RunEvent, {type: 'step'}> => event.type === 'step');
	const [half, last] = [steps[Math.floor(steps.length / 2) - 1], steps.at(-1)];
	if (!said || !half || !last) return {fault: undefined, isRight: false};
	const piecesOf = (ids: readonly (number | null)[]): Pieces => ids.map(id => (id === null ? undefined : pieceOf(id)));
	for (const {name, kind, thing, to} of wrongWords(item.goal, said)) {
		const before = said as Scene;
		const words = {from: kind in said ? String(said[kind as 'place']) : String(thing?.[kind as 'colour']), to};
		const change = {kind, before, after: before, thing, words, said: '', edit: ''};
		const found = requestFor(change, {
			text: first.text,
			whole: piecesOf(last.textIds),
			now: piecesOf(half.textIds),
			guessed: [],
			asked: `${item.instruction}, ${to}`,
		});
		if (!found) continue;
		const {request} = found;
		const steering = [{step: half.step, by: 'program' as const, request: withAgreement(request)}];
		const second = await ran({...job, from: {step: half.step, textIds: half.textIds, codes: half.codes}, steering});
		return {fault: name, isRight: second.holds.bothSatisfy};
	}
	return {fault: undefined, isRight: false};
}

type WrongWord = {readonly name: string; readonly kind: Kind; readonly thing?: SceneObject; readonly to: string};

/** Facts of a thought that miss the goal by one word. */
function wrongWords(goal: Goal, said: Reading): WrongWord[] {
	if (!said.place || !said.time || !said.weather) return [];
	if (checkGoal(goal, said).every(({isMet}) => isMet)) return [];
	const fields = (['place', 'time', 'weather'] as const).flatMap(kind => {
		const to = goal[kind];
		return to !== undefined && to !== said[kind] ? [{name: kind, kind, to}] : [];
	});
	const attributes = goal.objects.flatMap(wanted => {
		const thing = said.objects.find(({noun}) => noun === wanted.noun);
		return (['colour', 'size', 'cell'] as const).flatMap(kind => {
			const to = wanted[kind];
			return thing && to !== undefined && to !== thing[kind] ? [{name: `${kind} of ${thing.noun}`, kind, thing, to}] : [];
		});
	});
	const [missing] = goal.objects.filter(({noun}) => said.objects.every(thing => thing.noun !== noun));
	const [surplus] = said.objects.filter(thing => goal.objects.every(({noun}) => noun !== thing.noun));
	const nouns =
		missing && surplus && fits(missing.noun, surplus.cell) ? [{name: 'noun', kind: 'noun' as const, thing: surplus, to: missing.noun}] : [];
	return [...fields, ...attributes, ...nouns];
}

export type MendReport = {
	readonly n: number;
	/** Right by themselves. */
	readonly right: Proportion;
	/** Number of those that went wrong: where one word of the thought is at fault, and of these, what comes right. */
	readonly wrong: number;
	readonly oneWord: number;
	readonly mended: number;
	/** Right with that help. */
	readonly helped: Proportion;
};

/** @throws RangeError without exercises */
export function mendReport(all: readonly (Mended | 'right')[]): MendReport {
	const wrong = all.filter(one => one !== 'right');
	const one = wrong.filter(({fault}) => fault !== undefined);
	return {
		n: all.length,
		right: proportion(all.map(result => result === 'right')),
		wrong: wrong.length,
		oneWord: one.length,
		mended: one.filter(({isRight}) => isRight).length,
		helped: proportion(all.map(result => result === 'right' || result.isRight)),
	};
}

/** The report as people read it in a terminal, line by line. */
export function mendLines({n, right, wrong, oneWord, mended, helped}: MendReport): string[] {
	const share = ({rate, low, high, count}: Proportion) => [
		String(count),
		(100 * rate).toFixed(1),
		`${(100 * low).toFixed(1)} - ${(100 * high).toFixed(1)}`,
	];
	return [
		...columns([
			[`of ${n} exercises`, 'n', '%', '95 % interval'],
			['right by themselves', ...share(right)],
			['right with one word put right at half-time', ...share(helped)],
		]),
		'',
		`${wrong} went wrong; in ${oneWord} of them one word of the thought is at fault, and ${mended} of these came right.`,
	];
}

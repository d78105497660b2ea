import {type Artwork, composeScene} from '../../world/art/draw.ts';
import type {Marks} from '../judges/mark.ts';
import {type Estimate, estimate} from '../statistics/estimate.ts';
import type {Axis} from '../storybook/axes.ts';
import type {EvalItem} from './item.ts';
import type {Subject} from './judge-output.ts';
import type {EvalOutput, Outputs} from './output.ts';
import {inputOf} from './pictures.ts';
import {pointsOf} from './summary.ts';

/** Answers whose order is beyond doubt: the picture to edit unchanged, an empty one, text and picture of other items, and what is right. */
export const controlKinds = ['copy', 'blank', 'other', 'truth'] as const;
export type ControlKind = (typeof controlKinds)[number];
export type ControlKey = {readonly kind: ControlKind; readonly id: string};

/** So many items are judged in these ways, spread over the list. */
const controlItems = 8;
const blankSide = 512;
const blankGrey = 255;

type Rule = {readonly better: ControlKind; readonly worse: ControlKind; readonly axis: Axis};

/** Mean verdicts that a judge must give. */
const rules: readonly Rule[] = [
	{better: 'copy', worse: 'blank', axis: 'imageConsistency'},
	{better: 'copy', worse: 'blank', axis: 'imageQuality'},
	{better: 'truth', worse: 'blank', axis: 'imageQuality'},
	{better: 'truth', worse: 'blank', axis: 'imageAlignment'},
	{better: 'truth', worse: 'copy', axis: 'imageAlignment'},
	{better: 'truth', worse: 'other', axis: 'imageAlignment'},
	{better: 'truth', worse: 'other', axis: 'textAlignment'},
	{better: 'truth', worse: 'other', axis: 'outputAlignment'},
];

/** Whether one rule holds: the mean difference, item by item, and its interval. */
export type Check = Rule & {readonly difference?: Estimate; readonly holds: boolean};
export type Controls = {
	/** False where a rule does not hold: nothing that the judge says is then worth anything. */
	readonly passed: boolean;
	readonly checks: readonly Check[];
};

export type ControlSubject = {
	readonly key: ControlKey;
	readonly item: EvalItem;
	readonly axes: readonly Axis[];
	readonly open: () => Promise<Subject>;
};

/** Outputs to check a judge with. Items without a truth get their texts, and the others', from the system's own outputs. */
export function controlSubjects(items: readonly EvalItem[], outputs: Outputs, artwork: Artwork): ControlSubject[] {
	const chosen = spread(items, controlItems);
	const answerOf = async ({id, truth}: EvalItem): Promise<EvalOutput> =>
		truth ? {text: truth.reasoning, picture: composeScene(artwork, truth.target)} : outputs.outputOf(id);
	return chosen.flatMap(item => {
		const [said, seen] = [othersOf(items, item)[0] ?? item, othersOf(items, item)[1] ?? item];
		const control = (kind: ControlKind, axes: readonly Axis[], open: () => Promise<EvalOutput>) => ({
			key: {kind, id: item.id},
			...{item, axes},
			open: async () => ({item, axes, output: await open()}),
		});
		const isEdit = item.task === 'edit';
		const kept: readonly Axis[] = isEdit ? ['imageConsistency'] : [];
		return [
			...(isEdit
				? [
						control('copy', ['imageQuality', 'imageAlignment', ...kept], async () => {
							const picture = await inputOf(item, artwork);
							return {...(picture && {picture})};
						}),
					]
				: []),
			control('blank', ['imageQuality', 'imageAlignment', ...kept], async () => ({picture: blank()})),
			control('other', ['textAlignment', 'imageAlignment', 'outputAlignment'], async () => {
				const [{text}, {picture}] = [await answerOf(said), await answerOf(seen)];
				return {...(text !== undefined && {text}), ...(picture && {picture})};
			}),
			...(item.truth
				? [control('truth', ['textAlignment', 'imageQuality', 'imageAlignment', 'outputAlignment', ...kept], async () => answerOf(item))]
				: []),
		];
	});
}

/** Controls of a judge who was not shown any: a person. */
export const noControls: Controls = {passed: true, checks: []};

/** Whether the judge puts the controls in order. A rule without scores on both sides is not one of them. */
export function checkControls(judged: readonly {readonly key: ControlKey; readonly marks: Marks}[]): Controls {
	const pointsFor = (kind: ControlKind, axis: Axis) =>
		new Map(judged.filter(({key}) => key.kind === kind).map(({key, marks}) => [key.id, pointsOf(marks[axis])] as const));
	const checks = rules.flatMap((rule): Check[] => {
		const [better, worse] = [pointsFor(rule.better, rule.axis), pointsFor(rule.worse, rule.axis)];
		const pairs = [...better].filter(([id]) => worse.has(id));
		if (pairs.length === 0) return [];
		const differences = pairs.flatMap(([id, points]) => {
			const other = worse.get(id);
			return points === undefined || other === undefined ? [] : [points - other];
		});
		// Without a score there is nothing that the judge has put in order.
		if (differences.length === 0) return [{...rule, holds: false}];
		const difference = estimate(differences);
		return [{...rule, difference, holds: difference.low > 0}];
	});
	return {passed: checks.length > 0 && checks.every(({holds}) => holds), checks};
}

/** A white picture. */
const blank = () => ({width: blankSide, height: blankSide, rgb: new Uint8Array(blankSide ** 2 * 3).fill(blankGrey)});

/** The items after one in the list that are of the same task: what they show has nothing to do with it. */
function othersOf(items: readonly EvalItem[], item: EvalItem): EvalItem[] {
	const at = items.indexOf(item);
	return [...items.slice(at + 1), ...items.slice(0, at)].filter(other => other.task === item.task);
}

/** So many of a list, evenly spread. */
export function spread<Value>(values: readonly Value[], count: number): Value[] {
	const step = Math.max(1, values.length / count);
	return Array.from({length: Math.min(count, values.length)}, (_, index) => values[Math.floor(index * step)]!);
}

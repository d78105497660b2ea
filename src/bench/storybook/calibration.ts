import type {Pixels} from '../../pixels.ts';
import type {} from '../../world/art/draw.ts';
import {createRandom, type Random} from '../../world/random.ts';
import type {Item} from '../../world/scene/item.ts';
import {geometry} from '../../world/scene/scene.ts';
import {type Proportion, proportion} from '../statistics/estimate.ts';
import {type Axis, axes} from './axes.ts';
import {drawExercises} from './exercises.ts';
import type {Judge, Look, Verdict} from './judge.ts';
import {type Fault, faults, plant, withScene} from './plant.ts';
import {type Summary, summarize} from './summary.ts';

/** Verdicts of the judge that need no model. */
export type Calibration = {
	/** True texts and pictures: 100 on every axis. */
	readonly truth: Summary;
	/** True texts and pictures of other items; the picture's tiles are shuffled for `imageQuality`, which another item does not lower. */
	readonly floor: Readonly<Partial<Record<Axis, number>>>;
	/** For each fault planted in a true text or picture: how often the judge says that it fails its goal and that text and picture differ. */
	readonly caught: {readonly text: Readonly<Record<string, Proportion>>; readonly picture: Readonly<Record<string, Proportion>>};
};

/** @param count - True items, shuffled pairs, and planted errors of each kind in text and in picture; at least 1. */
export function calibrate({look, judge, draw}: Judge, {seed, count}: {readonly seed: number; readonly count: number}): Calibration {
	const random = createRandom(seed);
	// Faults that a goal leaves free need more items to be planted `count` times.
	const pool = drawExercises(seed, 4 * count + 40).map(({item}) => item);
	const truths = new Map<Item, Look>();
	const truthOf = (item: Item) => {
		const known = truths.get(item) ?? look(draw(item.target));
		truths.set(item, known);
		return known;
	};
	const items = pool.slice(0, Math.max(count + (count % 2), 6));

	const truth = items.map(item => ({item, verdict: judge(item, {...truthOf(item), text: item.reasoning})}));
	const shuffled = items.map((item, index) => {
		// Two items on is one of the same task, four on another one: its text and its picture do not belong together either.
		const [said, seen] = [items[(index + 2) % items.length]!, items[(index + 4) % items.length]!];
		return {item, verdict: judge(item, {...truthOf(seen), text: said.reasoning})};
	});
	const scattered = items.map(item => ({
		item,
		verdict: judge(item, {...look(shuffleTiles(random, truthOf(item).picture)), text: item.reasoning}),
	}));
	const caughtFor = (fault: Fault) => {
		const planted = pool.flatMap(item => {
			const scene = plant(random, item, fault);
			return scene ? [{item, scene}] : [];
		});
		const verdicts = planted.slice(0, count).map(({item, scene}) => ({
			text: judge(item, {...truthOf(item), text: withScene(item.reasoning, scene)}),
			picture: judge(item, {...look(draw(scene)), text: item.reasoning}),
		}));
		return {
			text: caughtShare(
				verdicts.map(({text}) => text),
				'textSatisfies',
			),
			picture: caughtShare(
				verdicts.map(({picture}) => picture),
				'imageSatisfies',
			),
		};
	};
	const caught = faults.map(fault => ({fault, ...caughtFor(fault)}));
	return {
		truth: summarize(truth),
		floor: floorOf(summarize(shuffled), summarize(scattered)),
		caught: {
			text: Object.fromEntries(caught.map(({fault, text}) => [fault, text])),
			picture: Object.fromEntries(caught.map(({fault, picture}) => [fault, picture])),
		},
	};
}

const caughtShare = (verdicts: readonly Verdict[], goal: 'textSatisfies' | 'imageSatisfies') =>
	proportion(verdicts.map(({holds}) => !holds[goal] && !holds.textImageAgree));

function floorOf(shuffled: Summary, scattered: Summary): Calibration['floor'] {
	return Object.fromEntries(
		axes.flatMap(axis => {
			const score = (axis === 'imageQuality' ? scattered : shuffled).axes[axis];
			return score ? [[axis, score.mean]] : [];
		}),
	);
}

/** The same 36 tiles in another order. */
function shuffleTiles(random: Random, {width, height, rgb}: Pixels): Pixels {
	const {tokensPerSide, patch} = geometry;
	const out = new Uint8Array(rgb.length);
	const start = (tile: number, y: number) => ((Math.floor(tile / tokensPerSide) * patch + y) * width + (tile % tokensPerSide) * patch) * 3;
	for (const [to, from] of random.shuffle([...Array(tokensPerSide ** 2).keys()]).entries()) {
		for (let y = 0; y < patch; y++) out.set(rgb.subarray(start(from, y), start(from, y) + patch * 3), start(to, y));
	}
	return {width, height, rgb: out};
}

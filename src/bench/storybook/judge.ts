import type {Pixels} from '../../pixels.ts';
import {type Artwork, composeScene} from '../../world/art/draw.ts';
import {createDetector, type Detection} from '../../world/detect/detect.ts';
import {parseReasoning} from '../../world/language/reasoning.ts';
import {type Check, checkGoal, type Reading} from '../../world/scene/goal.ts';
import type {Item} from '../../world/scene/item.ts';
import type {Scene} from '../../world/scene/scene.ts';
import {agreementOf, isSameScene} from './agreement.ts';
import type {Rate, Scores} from './axes.ts';
import {cellDifference, closeness} from './closeness.ts';
import {checkKept, type Edit, isSameIn, keptCells} from './kept.ts';
import {checkText} from './text-checks.ts';

/** A picture and what the detector sees in it. */
export type Look = {readonly picture: Pixels; readonly detection: Detection};
/** Output of a model for an item. */
export type Output = Look & {readonly text: string};

export type Verdict = {
	readonly scores: Scores;
	readonly holds: Readonly<Record<Rate, boolean>>;
	/** The last scene of the text, if it can be read. */
	readonly said?: Reading;
	readonly seen: Scene;
	/** Mean absolute difference (0-255) between the picture and a clean drawing of what is seen in it. */
	readonly residual: number;
	/** Failures in words, by the place where they show. */
	readonly failed: {
		readonly text: readonly string[];
		readonly textGoal: readonly string[];
		readonly imageGoal: readonly string[];
		readonly kept: readonly string[];
		readonly agreement: readonly string[];
	};
};

export type Judge = {
	/** About 60 ms a picture. */
	look(picture: Pixels): Look;
	judge(item: Item, output: Output): Verdict;
	/** The true picture of a scene. */
	draw(scene: Scene): Pixels;
};

/** The exact judge: pure, of the item's truth and the output alone. docs/quality.md defines the scores. */
export function createJudge(artwork: Artwork): Judge {
	const detect = createDetector(artwork);
	const draw = (scene: Scene) => composeScene(artwork, scene);
	return {draw, look: picture => ({picture, detection: detect(picture)}), judge: (item, output) => judge(item, output, draw)};
}

function judge(item: Item, {text, picture, detection}: Output, draw: Judge['draw']): Verdict {
	const {scene: said} = parseReasoning(text);
	const {scene: seen, readings, residual} = detection;
	const textChecks = checkText(text, item);
	const textGoal = said ? checkGoal(item.goal, said) : checkGoal(item.goal, {objects: []}).map(({name}) => ({name, isMet: false}));
	const imageGoal = checkGoal(item.goal, seen);
	const agreement = said && agreementOf(said, seen);
	const textSatisfies = textGoal.every(({isMet}) => isMet);
	const imageSatisfies = imageGoal.every(({isMet}) => isMet);
	const kept = item.source && judgeKept({source: item.source, goal: item.goal, target: item.target}, picture, seen, draw);
	return {
		scores: {
			textQuality: said ? 100 * share(textChecks) : 0,
			textAlignment: 100 * share(textGoal),
			imageQuality: 100 * mean(readings.map(reading => closeness(reading.residual))),
			imageAlignment: 100 * share(imageGoal),
			...(kept && {imageConsistency: kept.score}),
			outputAlignment: 100 * (agreement?.f1 ?? 0),
		},
		holds: {
			textParses: said !== undefined,
			textSatisfies,
			imageSatisfies,
			bothSatisfy: textSatisfies && imageSatisfies,
			textImageAgree: said !== undefined && isSameScene(said, seen),
		},
		...(said && {said}),
		seen,
		residual,
		failed: {
			text: said ? unmet(textChecks) : ['there is no whole scene clause'],
			textGoal: unmet(textGoal),
			imageGoal: unmet(imageGoal),
			kept: kept?.failed ?? [],
			agreement: agreement
				? [
						...agreement.onlyText.map(fact => `only in the text: ${fact}`),
						...agreement.onlyPicture.map(fact => `only in the picture: ${fact}`),
					]
				: [],
		},
	};
}

/** Score of the parts that should not change, three ways with equal weight: facts detected, cells detected, and the pixels of those cells. */
function judgeKept(edit: Edit, picture: Pixels, seen: Scene, draw: Judge['draw']): {score: number; failed: string[]} {
	const {source, goal} = edit;
	const checks = checkKept(edit, source, seen);
	const still = keptCells(edit, seen);
	const cellChecks = still.map((cell): Check => ({name: `cell ${cell} stays`, isMet: isSameIn(cell, source, seen)}));
	// The old things in the place, light and weather that the edit asks for: all of its pixels are known.
	const reference = draw({
		...source,
		place: goal.place ?? source.place,
		time: goal.time ?? source.time,
		weather: goal.weather ?? source.weather,
	});
	const pixels = still.map(cell => closeness(cellDifference(picture, reference, cell)));
	return {score: 100 * mean([share(checks), share(cellChecks), mean(pixels)]), failed: unmet([...checks, ...cellChecks])};
}

/** Share of the checks that are met; 1 where there is nothing to check. */
const share = (checks: readonly Check[]) => mean(checks.map(({isMet}) => (isMet ? 1 : 0)));
const mean = (values: readonly number[]) => (values.length === 0 ? 1 : values.reduce((sum, value) => sum + value, 0) / values.length);
const unmet = (checks: readonly Check[]) => checks.filter(({isMet}) => !isMet).map(({name}) => name);

import {revealsOf, type TextStep} from '../../events/reveal-times.ts';
import {codeToTile} from '../../world/codes.ts';
import {parseReasoning} from '../../world/language/reasoning.ts';
import type {SceneObject} from '../../world/scene/scene.ts';
import {estimateOf, type Interval, meanOf, type Proportion, proportion} from '../statistics/estimate.ts';

/** Output of a step of a run: the part of `RunEvent` that is needed here. */
export type StepOutput = TextStep & {readonly codes: readonly (number | null)[]};

/** When an object got its colour, in the text and in the picture; times as the share of the steps done, in (0, 1]. */
export type ObjectTiming = {
	readonly noun: SceneObject['noun'];
	readonly colour: SceneObject['colour'];
	/** Time of its colour word in the scene clause. */
	readonly word: number;
	/** Times of its first and of its mean tile: an image code names the colour of the thing that it shows. */
	readonly firstCode: number;
	readonly meanCode: number;
};

/**
When the objects of the last scene clause got their colours. Left out are objects that the picture does not show in that colour, and all
of them where the clause cannot be read. Only for models whose codes have the meaning of `src/world/codes.ts`.
@param steps - Every step of a run, from its start.
@param count - Steps of the run.
*/
export function timingsOf(steps: readonly StepOutput[], count: number): ObjectTiming[] {
	const last = steps.at(-1);
	const scene = last && parseReasoning(last.text).scene;
	if (!scene) return [];
	const decidedAt = textSteps(steps);
	const codeSteps = last.codes.map((_, index) => steps.find(({codes}) => codes[index] !== null)?.step ?? Number.POSITIVE_INFINITY);
	const clauseAt = last.text.lastIndexOf('scene: ');
	return scene.objects.flatMap(({size, colour, noun, cell}) => {
		const at = last.text.indexOf(`${size} ${colour} ${noun} ${cell}`, clauseAt);
		const word = decidedAt[at + size.length + 1];
		const tiles = last.codes.flatMap((code, index) => {
			const tile = code === null ? undefined : codeToTile(code);
			return tile?.type === 'object' && tile.object.noun === noun && tile.object.colour === colour ? [codeSteps[index]!] : [];
		});
		if (at === -1 || !word || !Number.isFinite(word) || tiles.length === 0) return [];
		return [{noun, colour, word: word / count, firstCode: Math.min(...tiles) / count, meanCode: meanOf(tiles) / count}];
	});
}

/** The step that decided each character of the last text. */
const textSteps = (steps: readonly StepOutput[]): number[] =>
	revealsOf(steps).flatMap(({text, step}) => Array<number>(text.length).fill(step));

/** Synchrony of words and codes of the same objects over many runs. Intervals resample runs, as the objects of one run belong together. */
export type Synchrony = {
	readonly runs: number;
	readonly objects: number;
	/** First tile minus word, as a share of the run: above 0 the word comes first. */
	readonly lag: Interval;
	readonly meanTileLag: Interval;
	readonly wordFirst: Proportion;
	readonly sameStep: Proportion;
	/** Objects whose word and first tile come within a tenth of the run. */
	readonly close: Proportion;
	/** The same for the word of one object and the tile of another one of its run: what the schedules alone would give. */
	readonly closeToOthers: Proportion;
	/** Pearson's, of word and first tile over all objects. */
	readonly correlation: Interval;
	/** The same within the runs of several objects, as differences from the run's means. */
	readonly correlationWithin: Interval;
};

const near = 0.1;

/** @throws RangeError where no run has an object, or none has two */
export function synchronyOf(runs: readonly (readonly ObjectTiming[])[]): Synchrony {
	const told = runs.filter(objects => objects.length > 0);
	const several = told.filter(objects => objects.length > 1);
	const objects = told.flat();
	const lagBy = (time: (object: ObjectTiming) => number) =>
		estimateOf(told, sample => meanOf(sample.flat().map(object => time(object) - object.word)));
	const pairs = several.flatMap(all => all.flatMap(one => all.filter(other => other !== one).map(other => ({one, other}))));
	return {
		runs: told.length,
		objects: objects.length,
		lag: lagBy(({firstCode}) => firstCode),
		meanTileLag: lagBy(({meanCode}) => meanCode),
		wordFirst: proportion(objects.map(({word, firstCode}) => word < firstCode)),
		sameStep: proportion(objects.map(({word, firstCode}) => word === firstCode)),
		close: proportion(objects.map(({word, firstCode}) => Math.abs(word - firstCode) <= near)),
		closeToOthers: proportion(pairs.map(({one, other}) => Math.abs(one.word - other.firstCode) <= near)),
		correlation: estimateOf(told, sample => correlationOf(sample.flat())),
		correlationWithin: estimateOf(several, sample => correlationOf(sample.flatMap(centred))),
	};
}

type Point = Pick<ObjectTiming, 'word' | 'firstCode'>;

function centred(objects: readonly Point[]): Point[] {
	const [word, firstCode] = [meanOf(objects.map(object => object.word)), meanOf(objects.map(object => object.firstCode))];
	return objects.map(object => ({word: object.word - word, firstCode: object.firstCode - firstCode}));
}

/** Pearson's correlation; 0 where one of the two never changes. */
function correlationOf(points: readonly Point[]): number {
	let [xx, yy, xy] = [0, 0, 0];
	for (const {word: x, firstCode: y} of centred(points)) {
		xx += x * x;
		yy += y * y;
		xy += x * y;
	}
	return xx === 0 || yy === 0 ? 0 : xy / Math.sqrt(xx * yy);
}

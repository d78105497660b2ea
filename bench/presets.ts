import {cp, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {type Axis, axes} from '../src/bench/storybook/axes.ts';
import {drawExercises} from '../src/bench/storybook/exercises.ts';
import {createJudge, type Verdict} from '../src/bench/storybook/judge.ts';
import {summarize} from '../src/bench/storybook/summary.ts';
import {initialRun, reduceRun} from '../src/events/events.ts';
import {finishedRun} from '../src/events/finished-run.ts';
import {parseConfig} from '../src/model/checkpoint/config.ts';
import {readJson} from '../src/model/checkpoint/json-file.ts';
import {openWeights} from '../src/model/checkpoint/weights.ts';
import {calibrationBatch} from '../src/model/convert/calibration-batch.ts';
import {convertWeights} from '../src/model/convert/convert.ts';
import type {Model} from '../src/model/model.ts';
import {openModel} from '../src/model/open.ts';
import {type Pixels, toPixels} from '../src/picture/pixels.ts';
import {createGate} from '../src/run/gate.ts';
import type {Job, JobSettings} from '../src/run/job.ts';
import {runJob} from '../src/run/run-job.ts';
import {loadArtwork} from '../src/world/art/draw.ts';
import type {Item} from '../src/world/scene/item.ts';
import {measure, median, type Took} from './measure.ts';
import {type CountingModel, countOperations} from './operations.ts';

/** A way to run the bundled model; the others are held against the first. */
export type Way = {
	readonly settings: JobSettings;
	/** Weights in 8 bits; or products and attention in float16, as CUDA computes them. */
	readonly form?: 'int8' | 'float16';
};

type Options = {
	readonly folder: string;
	readonly threads: number;
	readonly n: number;
	readonly seed: number;
	readonly ways: Readonly<Record<string, Way>>;
};

/** A run, and the judge's verdict on it. */
type Result = Ran & {readonly item: Item; readonly verdict: Verdict};
type Ran = Took & {
	readonly passes: number;
	readonly operations: number;
	readonly text: string;
	/** Ids of text tokens and image codes. */
	readonly ids: readonly (number | null)[];
	readonly picture: Pixels;
};

/** The same held-out exercises in every way, in turns: time, passes, tokens in common with the first way, and the judge's scores. */
export async function measurePresets({folder, threads, n, seed, ways}: Options) {
	const int8Folder = await mkdtemp(path.join(tmpdir(), 'mmada-bench-'));
	const models: Model[] = [];
	const counting = new Map<Way['form'], CountingModel>();
	try {
		for (const form of new Set(Object.values(ways).map(way => way.form))) {
			const model =
				form === 'int8' ? await openInt8(folder, int8Folder, threads) : await openModel(folder, {threads, ...(form && {products: form})});
			models.push(model);
			counting.set(form, await countOperations(model, folder));
		}
		const judge = createJudge(await loadArtwork());
		const found = new Map(Object.keys(ways).map(name => [name, [] as Result[]]));
		for (const {item, seed: runSeed} of drawExercises(seed, n)) {
			const input = item.source && judge.draw(item.source);
			// Requests that a person would be asked about first are measured too.
			const job: Job = {
				task: item.task,
				instruction: item.instruction,
				seed: runSeed,
				previews: false,
				isAgreed: true,
				...(input && {input}),
			};
			for (const [name, {settings, form}] of Object.entries(ways)) {
				const answer = await run(counting.get(form) ?? unfinished(), {...job, settings});
				const verdict = judge.judge(item, {...judge.look(answer.picture), text: answer.text});
				found.get(name)?.push({...answer, item, verdict});
			}
		}
		const [firsts = []] = found.values();
		return [...found].map(([name, results]) => summary(name, results, firsts));
	} finally {
		for (const model of models) await model[Symbol.asyncDispose]();
		await rm(int8Folder, {recursive: true});
	}
}

/** The model of `folder` with int8 weights, which are written into `target`. */
async function openInt8(folder: string, target: string, threads: number): Promise<Model> {
	await cp(folder, target, {recursive: true, filter: file => path.relative(folder, file) !== 'model.safetensors'});
	const file = path.join(folder, 'config.json');
	const config = parseConfig(await readJson(file), file).network;
	await convertWeights(await openWeights(folder), target, {
		type: 'int8',
		config,
		batch: await calibrationBatch(folder),
		onProgress: () => {},
	});
	return openModel(target, {threads});
}

const controls = {shouldStop: () => false, gate: createGate(), nowMs: () => performance.now()};

async function run({model, take}: CountingModel, job: Job): Promise<Ran> {
	let state = initialRun;
	let passes = 0;
	const took = await measure(async () => {
		for await (const event of runJob(model, job, controls)) {
			state = reduceRun(state, event);
			if (event.type === 'step') passes++;
		}
	});
	const {text, textIds, codes, final} = finishedRun(state) ?? unfinished();
	return {...took, passes, operations: take(), text, ids: [...textIds, ...codes], picture: toPixels(final)};
}

function unfinished(): never {
	throw new Error('A run ended before it was finished.');
}

/** A mean difference, in points. */
export type Difference = {readonly value: number; readonly standardError: number};

/** Means over the results of one way; differences are against the first way, item by item. */
function summary(name: string, results: readonly Result[], firsts: readonly Result[]) {
	const {axes: scores, rates} = summarize(results);
	const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
	const times = (key: keyof Took) => median(results.map((result, index) => firsts[index]![key] / result[key]));
	const changes = new Map(
		axes.map((axis): [Axis, Difference] => {
			const differences = results.flatMap(({verdict}, index) => {
				const [now, before] = [verdict.scores[axis], firsts[index]!.verdict.scores[axis]];
				return now === undefined || before === undefined ? [] : [now - before];
			});
			const centre = mean(differences);
			const deviation = Math.sqrt(mean(differences.map(value => (value - centre) ** 2)) / differences.length);
			return [axis, {value: centre, standardError: deviation}];
		}),
	);
	return {
		name,
		n: results.length,
		ms: median(results.map(({ms}) => ms)),
		passes: mean(results.map(({passes}) => passes)),
		operations: mean(results.map(({operations}) => operations)),
		faster: {ms: times('ms'), cpuMs: times('cpuMs')},
		agreement: mean(results.map(({ids}, index) => mean(ids.map((id, place) => Number(id === firsts[index]!.ids[place]))))),
		scores,
		changes,
		imageSatisfies: rates.imageSatisfies,
	};
}

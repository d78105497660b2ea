import {cp, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {axes} from '../dist/bench/storybook/axes.js';
import {drawExercises} from '../dist/bench/storybook/exercises.js';
import {createJudge} from '../dist/bench/storybook/judge.js';
import {summarize} from '../dist/bench/storybook/summary.js';
import {initialRun, reduceRun} from '../dist/events/events.js';
import {parseConfig} from '../dist/model/checkpoint/config.js';
import {readJson} from '../dist/model/checkpoint/json-file.js';
import {openWeights} from '../dist/model/checkpoint/weights.js';
import {probeBatch} from '../dist/model/convert/calibration-batch.js';
import {convertWeights} from '../dist/model/convert/convert.js';
import {openModel} from '../dist/model/open.js';
import {toPixels} from '../dist/picture/pixels.js';
import {createGate} from '../dist/run/gate.js';
import {runJob} from '../dist/run/run-job.js';
import {loadArtwork} from '../dist/world/art/draw.js';
import {measure, median} from './measure.mjs';
import {countOperations} from './operations.mjs';

/** @typedef {{readonly settings: object, readonly isInt8?: boolean}} Way A way to run the bundled model; the first is what the others are held against. */

/**
The same held-out exercises in every way, in turns: time, passes, tokens in common with the first way, and what the judge says.
@param {{readonly folder: string, readonly threads: number, readonly n: number, readonly seed: number, readonly ways: Readonly<Record<string, Way>>}} options
*/
export async function measurePresets({folder, threads, n, seed, ways}) {
	const int8Folder = await mkdtemp(path.join(tmpdir(), 'mmada-bench-'));
	const models = [];
	try {
		const model = await openModel(folder, {threads});
		models.push(model);
		if (Object.values(ways).some(({isInt8}) => isInt8)) models.push(await openInt8(folder, int8Folder, threads));
		const counting = await Promise.all(models.map(open => countOperations(open, folder)));
		const judge = createJudge(await loadArtwork());
		const found = Object.fromEntries(Object.keys(ways).map(name => [name, []]));
		for (const {item, seed: runSeed} of drawExercises(seed, n)) {
			const input = item.source && judge.draw(item.source);
			const job = {task: item.task, instruction: item.instruction, seed: runSeed, previews: false, ...(input && {input})};
			for (const [name, {settings, isInt8}] of Object.entries(ways)) {
				const answer = await run(counting[isInt8 ? 1 : 0], {...job, settings});
				const verdict = judge.judge(item, {...judge.look(answer.picture), text: answer.text});
				found[name].push({...answer, item, verdict});
			}
		}
		const [first] = Object.keys(ways);
		return Object.entries(found).map(([name, results]) => summary(name, results, found[first]));
	} finally {
		for (const model of models) await model[Symbol.asyncDispose]();
		await rm(int8Folder, {recursive: true});
	}
}

/** @param {string} folder @param {string} target @param {number} threads */
async function openInt8(folder, target, threads) {
	await cp(folder, target, {recursive: true, filter: file => path.relative(folder, file) !== 'model.safetensors'});
	const file = path.join(folder, 'config.json');
	const config = parseConfig(await readJson(file), file).network;
	await convertWeights(await openWeights(folder), target, {type: 'int8', config, batch: await probeBatch(folder), onProgress: () => {}});
	return openModel(target, {threads});
}

const controls = {shouldStop: () => false, gate: createGate(), nowMs: () => performance.now()};

async function run({model, take}, job) {
	let state = initialRun;
	let passes = 0;
	const took = await measure(async () => {
		for await (const event of runJob(model, job, controls)) {
			state = reduceRun(state, event);
			if (event.type === 'step') passes++;
		}
	});
	return {...took, passes, operations: take(), text: state.text, ids: [...state.textIds, ...state.codes], picture: toPixels(state.final)};
}

/** Means over the results of one way; differences are against the first way, item by item. */
function summary(name, results, firsts) {
	const {axes: scores, rates} = summarize(results);
	const mean = values => values.reduce((sum, value) => sum + value, 0) / values.length;
	const times = key => median(results.map((result, index) => firsts[index][key] / result[key]));
	const changes = axes.map(axis => {
		const differences = results.flatMap(({verdict}, index) => {
			const [now, before] = [verdict.scores[axis], firsts[index].verdict.scores[axis]];
			return now === undefined ? [] : [now - before];
		});
		const centre = mean(differences);
		const deviation = Math.sqrt(mean(differences.map(value => (value - centre) ** 2)) / differences.length);
		return [axis, {value: centre, standardError: deviation}];
	});
	return {
		name,
		n: results.length,
		ms: median(results.map(({ms}) => ms)),
		passes: mean(results.map(({passes}) => passes)),
		operations: mean(results.map(({operations}) => operations)),
		faster: {ms: times('ms'), cpuMs: times('cpuMs')},
		agreement: mean(results.map(({ids}, index) => mean(ids.map((id, place) => Number(id === firsts[index].ids[place]))))),
		scores,
		changes: Object.fromEntries(changes),
		imageSatisfies: rates.imageSatisfies,
	};
}

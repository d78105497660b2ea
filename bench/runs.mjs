import {drawExercises} from '../dist/bench/storybook/exercises.js';
import {openModel} from '../dist/model/open.js';
import {createGate} from '../dist/run/gate.js';
import {runJob} from '../dist/run/run-job.js';
import {composeScene, loadArtwork} from '../dist/world/art/draw.js';
import {measure, medianOf, ratioOf, takeTurns} from './measure.mjs';
import {openReference, referenceRun} from './reference.mjs';

/**
Held-out exercises as whole runs of ours, picture encoder and decoder included, and the loop alone of the reference, taking turns.
@param {{readonly folder: string, readonly threads: number, readonly rounds: number, readonly python: string, readonly presets: Readonly<Record<string, object>>}} options
*/
export async function measureRuns({folder, threads, rounds, python, presets}) {
	const model = await openModel(folder, {threads});
	const reference = await openReference({python, folder, threads});
	try {
		return {pytorch: reference?.version, rounds, runs: await compare(model, reference, {rounds, presets})};
	} finally {
		await reference?.[Symbol.asyncDispose]();
		await model[Symbol.asyncDispose]();
	}
}

/**
@param {import('../dist/model/model.js').Model} model
@param {Awaited<ReturnType<typeof openReference>>} reference
@param {{readonly rounds: number, readonly presets: Readonly<Record<string, object>>}} options
*/
async function compare(model, reference, {rounds, presets}) {
	const artwork = await loadArtwork();
	const exercises = drawExercises(2026, 2 * rounds).map(({item, seed}) => ({
		item,
		seed,
		input: item.source && composeScene(artwork, item.source),
	}));
	const found = [];
	for (const task of ['gen', 'edit']) {
		const tasks = exercises.filter(({item}) => item.task === task);
		const ours = Object.entries(presets).map(([name, settings]) => [
			name,
			round => {
				const {item, seed, input} = tasks[round];
				const job = {task, instruction: item.instruction, seed, settings, previews: false, ...(input && {input})};
				return measure(() => finish(runJob(model, job, controls)));
			},
		]);
		const theirs = async round => {
			const {item, input} = tasks[round];
			const inputCodes = input && (await model.encodeImage(input.rgb, input.width, input.height));
			return reference.perform({run: referenceRun(model, {instruction: item.instruction, ...(inputCodes && {inputCodes})})});
		};
		const sides = Object.fromEntries([...ours, ...(reference ? [['reference', theirs]] : [])]);
		const took = await takeTurns(sides, rounds);
		const compared = took.reference ?? took.best;
		for (const name of Object.keys(sides)) found.push({task, name, ...medianOf(took[name]), faster: ratioOf(compared, took[name])});
	}
	return found;
}

const controls = {shouldStop: () => false, gate: createGate(), nowMs: () => performance.now()};

/** @param {AsyncIterable<unknown>} events */
async function finish(events) {
	for await (const _ of events);
}

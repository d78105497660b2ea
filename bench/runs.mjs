import {openModel} from '../dist/model/open.js';
import {createGate} from '../dist/run/gate.js';
import {runJob} from '../dist/run/run-job.js';
import {measure, medianOf, ratioOf, takeTurns} from './measure.mjs';
import {openReference, referenceRun} from './reference.mjs';

const instructions = {gen: 'a red balloon above a small blue house at night', edit: 'make the balloon green'};

/**
Whole runs of ours, picture encoder and decoder included, and the loop alone of the reference, taking turns.
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
	const {rows, columns} = model.facts.grid;
	const [width, height] = [columns * model.facts.patch, rows * model.facts.patch];
	const input = {width, height, rgb: Uint8Array.from({length: width * height * 3}, (_, index) => (index * 7919) % 251)};
	const inputCodes = await model.encodeImage(input.rgb, width, height);

	const found = [];
	for (const task of /** @type {const} */ (['gen', 'edit'])) {
		const instruction = instructions[task];
		const isEdit = task === 'edit';
		const ours = Object.entries(presets).map(([name, settings]) => [
			name,
			seed => measure(() => finish(runJob(model, {task, instruction, seed, settings, previews: false, ...(isEdit && {input})}, controls))),
		]);
		const job = {run: referenceRun(model, {instruction, ...(isEdit && {inputCodes})})};
		const sides = Object.fromEntries([...ours, ...(reference ? [['reference', () => reference.perform(job)]] : [])]);
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

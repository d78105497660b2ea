import {drawExercises} from '../src/bench/storybook/exercises.ts';
import type {Model} from '../src/model/model.ts';
import {openModel} from '../src/model/open.ts';
import {createGate} from '../src/run/gate.ts';
import type {Job, JobSettings} from '../src/run/job.ts';
import {runJob} from '../src/run/run-job.ts';
import {composeScene, loadArtwork} from '../src/world/art/draw.ts';
import {measure, medianOf, ratioOf, type Side, takeTurns} from './measure.ts';
import {openReference, type Reference, referenceRun} from './reference.ts';

/** `presets`: settings by name; `best` is what the others are held against where there is no reference. */
type Compared = {readonly rounds: number; readonly presets: Readonly<Record<string, JobSettings>> & {readonly best: JobSettings}};
type Options = Compared & {readonly folder: string; readonly threads: number; readonly python: string};

/** Held-out exercises as whole runs of ours, picture encoder and decoder included, and the loop alone of the reference, taking turns. */
export async function measureRuns({folder, threads, rounds, python, presets}: Options) {
	await using model = await openModel(folder, {threads});
	await using reference = await openReference({python, folder, threads});
	return {pytorch: reference?.version, rounds, runs: await compare(model, reference, {rounds, presets})};
}

async function compare(model: Model, reference: Reference | undefined, {rounds, presets}: Compared) {
	const artwork = await loadArtwork();
	const exercises = drawExercises(2026, 2 * rounds).map(({item, seed}) => ({
		item,
		seed,
		input: item.source && composeScene(artwork, item.source),
	}));
	const found = [];
	for (const task of ['gen', 'edit'] as const) {
		const tasks = exercises.filter(({item}) => item.task === task);
		const ours = Object.entries(presets).map(([name, settings]): [string, Side] => [
			name,
			round => {
				const {item, seed, input} = tasks[round]!;
				const job: Job = {task, instruction: item.instruction, seed, settings, previews: false, ...(input && {input})};
				return measure(() => finish(runJob(model, job, controls)));
			},
		]);
		const theirs =
			(from: Reference): Side =>
			async round => {
				const {item, input} = tasks[round]!;
				const inputCodes = input && (await model.encodeImage(input.rgb, input.width, input.height));
				return from.perform({run: referenceRun(model, {instruction: item.instruction, ...(inputCodes && {inputCodes})})});
			};
		const sides = Object.fromEntries([...ours, ...(reference ? [['reference', theirs(reference)] as const] : [])]);
		const took = await takeTurns(sides, rounds);
		const compared = took(reference ? 'reference' : 'best');
		for (const name of Object.keys(sides)) found.push({task, name, ...medianOf(took(name)), faster: ratioOf(compared, took(name))});
	}
	return found;
}

const controls = {shouldStop: () => false, gate: createGate(), nowMs: () => performance.now()};

async function finish(events: AsyncIterable<unknown>): Promise<void> {
	for await (const _ of events);
}

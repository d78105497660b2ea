import {timingsOf} from '../../dist/bench/storybook/reveal-timing.js';
import {runExercise} from '../../dist/bench/storybook/run-exercise.js';
import {openEngine} from '../../dist/engine/engine.js';

/**
What one run of an exercise came to, as far as the experiments ask.
@typedef {{
	readonly category: string,
	readonly task: 'gen' | 'edit',
	readonly scores: import('../../dist/bench/storybook/judge.js').Verdict['scores'],
	readonly holds: import('../../dist/bench/storybook/judge.js').Verdict['holds'],
	readonly passes: number,
	readonly timings: readonly import('../../dist/bench/storybook/reveal-timing.js').ObjectTiming[],
}} Outcome
@typedef {import('../../dist/bench/storybook/exercises.js').Exercise} Exercise
@typedef {NonNullable<import('../../dist/run/job.js').Job['settings']>} Settings
*/

/** Somebody asked to stop. */
export class Stopped extends Error {}

/**
Runs exercises in some engines of one thread each, which together do more than one engine of many threads; no result depends on how many
they are. A run that was made before, as the default of another experiment, is not made again.
@param {{
	readonly folder: string,
	readonly workers: number,
	readonly defaults: Settings,
	readonly judge: import('../../dist/bench/storybook/judge.js').Judge,
	readonly shouldStop: () => boolean,
}} options
*/
export function createRunner({folder, workers, defaults, judge, shouldStop}) {
	const engines = Array.from({length: workers}, () => openEngine({modelFolder: folder, device: 'cpu', threads: 1}));
	/** @type {Map<string, Promise<Outcome>>} */
	const known = new Map();

	/** @param {import('../../dist/engine/engine.js').Engine} engine @param {Exercise} exercise @param {Settings} settings */
	async function perform(engine, exercise, settings) {
		const {item} = exercise;
		const steps = [];
		const answer = await runExercise(engine, exercise, item.source && judge.draw(item.source), settings, event => {
			if (event.type === 'step') steps.push(event);
		});
		const {scores, holds} = judge.judge(item, {...judge.look(answer.picture), text: answer.text});
		const timings = timingsOf(steps, answer.settings.steps);
		return {category: item.category, task: item.task, scores, holds, passes: countPasses(steps), timings};
	}

	return {
		/**
		Every exercise in every way; the outcomes of each way in the order of the exercises.
		@param {readonly Exercise[]} exercises
		@param {Readonly<Record<string, Settings>>} ways
		@param {(done: number, total: number) => void} onProgress
		@returns {Promise<Readonly<Record<string, readonly Outcome[]>>>}
		@throws {Stopped}
		*/
		async run(exercises, ways, onProgress) {
			const tasks = exercises.flatMap(exercise =>
				Object.values(ways).map(way => ({exercise, settings: settingsFor(exercise, way), key: keyOf(defaults, exercise, way)})),
			);
			let next = 0;
			let done = 0;
			const work = async engine => {
				while (next < tasks.length) {
					if (shouldStop()) throw new Stopped();
					const {exercise, settings, key} = tasks[next++];
					if (!known.has(key)) known.set(key, perform(engine, exercise, settings));
					await known.get(key);
					onProgress(++done, tasks.length);
				}
			};
			await Promise.all(engines.map(work));
			const outcomesOf = way => Promise.all(exercises.map(exercise => known.get(keyOf(defaults, exercise, way))));
			return Object.fromEntries(await Promise.all(Object.entries(ways).map(async ([name, way]) => [name, await outcomesOf(way)])));
		},
		kill() {
			for (const engine of engines) engine.kill();
		},
		async close() {
			await Promise.all(engines.map(engine => engine[Symbol.asyncDispose]()));
		},
	};
}

/** Steps that decided something: the plan leaves out the pass of the others. */
function countPasses(steps) {
	const known = steps.map(({textIds, codes}) => [...textIds, ...codes].filter(id => id !== null).length);
	return known.filter((count, index) => count > (known[index - 1] ?? 0)).length;
}

/** Image guidance leads away from a picture to edit, and is refused where there is none. */
const settingsFor = ({item}, {guidanceImage, ...settings}) =>
	item.task === 'edit' && guidanceImage !== undefined ? {...settings, guidanceImage} : settings;

/** Equal for runs that come to the same. */
function keyOf(defaults, exercise, way) {
	const all = Object.entries({recipe: 'parallel', ...defaults, ...settingsFor(exercise, way)});
	return JSON.stringify([exercise.item.instruction, exercise.item.source, exercise.seed, all.sort(([a], [b]) => (a < b ? -1 : 1))]);
}

import type {Exercise} from '../../src/bench/storybook/exercises.ts';
import type {Judge, Verdict} from '../../src/bench/storybook/judge.ts';
import {type ObjectTiming, type StepOutput, timingsOf} from '../../src/bench/storybook/reveal-timing.ts';
import {runExercise} from '../../src/bench/storybook/run-exercise.ts';
import {type Engine, openEngine} from '../../src/engine/engine.ts';
import type {Defaults} from '../../src/model/checkpoint/config.ts';
import type {JobSettings} from '../../src/run/job.ts';

/** Outcome of one run of an exercise, as far as the experiments ask. */
export type Outcome = Pick<Verdict, 'scores' | 'holds'> & {
	readonly category: string;
	readonly task: 'gen' | 'edit';
	readonly passes: number;
	readonly timings: readonly ObjectTiming[];
};

/** The outcomes of a way by its name, in the order of the exercises. */
export type Outcomes = (way: string) => readonly Outcome[];

export type Settings = JobSettings;

/** Settings with the values of a sweep. */
export type NumericSetting = Exclude<keyof Defaults, 'textTemperature'>;

type Options = {
	readonly folder: string;
	readonly workers: number;
	readonly defaults: Defaults;
	readonly judge: Judge;
	readonly shouldStop: () => boolean;
};

/** Thrown when the user asked to stop. */
export class Stopped extends Error {}

/**
Runs exercises in some engines of one thread each, which together do more than one engine of many threads; no result depends on how many
they are. A run that was made before, as the default of another experiment, is not made again.
*/
export function createRunner({folder, workers, defaults, judge, shouldStop}: Options) {
	const engines = Array.from({length: workers}, () => openEngine({modelFolder: folder, device: 'cpu', threads: 1}));
	const known = new Map<string, Promise<Outcome>>();

	async function perform(engine: Engine, exercise: Exercise, settings: Settings): Promise<Outcome> {
		const {item} = exercise;
		const steps: StepOutput[] = [];
		const answer = await runExercise(engine, exercise, item.source && judge.draw(item.source), settings, event => {
			if (event.type === 'step') steps.push(event);
		});
		const {scores, holds} = judge.judge(item, {...judge.look(answer.picture), text: answer.text});
		const timings = timingsOf(steps, answer.settings.steps);
		return {category: item.category, task: item.task, scores, holds, passes: countPasses(steps), timings};
	}

	return {
		/** Every exercise in every way. @throws Stopped */
		async run(
			exercises: readonly Exercise[],
			ways: Readonly<Record<string, Settings>>,
			onProgress: (done: number, total: number) => void,
		): Promise<Outcomes> {
			const tasks = exercises.flatMap(exercise =>
				Object.values(ways).map(way => ({exercise, settings: settingsFor(exercise, way), key: keyOf(defaults, exercise, way)})),
			);
			let next = 0;
			let done = 0;
			const work = async (engine: Engine) => {
				for (let task = tasks[next++]; task; task = tasks[next++]) {
					if (shouldStop()) throw new Stopped();
					const {exercise, settings, key} = task;
					const made = known.get(key) ?? perform(engine, exercise, settings);
					known.set(key, made);
					await made;
					onProgress(++done, tasks.length);
				}
			};
			await Promise.all(engines.map(work));
			const outcomesOf = (way: Settings) => Promise.all(exercises.flatMap(exercise => known.get(keyOf(defaults, exercise, way)) ?? []));
			const found = new Map<string, readonly Outcome[]>();
			for (const [name, way] of Object.entries(ways)) found.set(name, await outcomesOf(way));
			return name => found.get(name) ?? [];
		},
		/** Something done with each of these. @throws Stopped */
		async each<Item, Value>(
			items: readonly Item[],
			perform: (engine: Engine, item: Item, index: number) => Promise<Value>,
			onProgress: (done: number, total: number) => void,
		): Promise<Value[]> {
			const found: Value[] = [];
			let next = 0;
			let done = 0;
			const work = async (engine: Engine) => {
				for (let index = next++; index < items.length; index = next++) {
					if (shouldStop()) throw new Stopped();
					found[index] = await perform(engine, items[index]!, index);
					onProgress(++done, items.length);
				}
			};
			await Promise.all(engines.map(work));
			return found;
		},
		async close() {
			await Promise.all(engines.map(engine => engine[Symbol.asyncDispose]()));
		},
	};
}

/** Steps that decided something: the plan leaves out the pass of the others. */
function countPasses(steps: readonly {readonly textIds: readonly unknown[]; readonly codes: readonly unknown[]}[]): number {
	const known = steps.map(({textIds, codes}) => [...textIds, ...codes].filter(id => id !== null).length);
	return known.filter((count, index) => count > (known[index - 1] ?? 0)).length;
}

/** Image guidance needs a picture to edit, and is refused where there is none. */
const settingsFor = ({item}: Exercise, {guidanceImage, ...settings}: Settings): Settings =>
	item.task === 'edit' && guidanceImage !== undefined ? {...settings, guidanceImage} : settings;

/** Equal for runs that come to the same. */
function keyOf(defaults: Defaults, exercise: Exercise, way: Settings): string {
	const all = Object.entries({recipe: 'parallel', ...defaults, ...settingsFor(exercise, way)});
	return JSON.stringify([exercise.item.instruction, exercise.item.source, exercise.seed, all.sort(([a], [b]) => (a < b ? -1 : 1))]);
}

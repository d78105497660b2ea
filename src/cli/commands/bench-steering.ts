import {holdModel} from '../../app/hold-model.ts';
import {modelPlaces} from '../../app/model-places.ts';
import {runDefaults} from '../../app/run-defaults.ts';
import {drawFor} from '../../bench/steering/draw.ts';
import {mendExercise, mendLines, mendReport} from '../../bench/steering/mend.ts';
import {type Bench, steerExercise} from '../../bench/steering/steer-exercise.ts';
import {steeringLines, steeringReport} from '../../bench/steering/steering-report.ts';
import {drawExercises, seedVoiceExercises} from '../../bench/storybook/exercises.ts';
import {createJudge} from '../../bench/storybook/judge.ts';
import {openEngine} from '../../engine/engine.ts';
import {type ExitCode, exitCodes} from '../../errors.ts';
import {openPieces} from '../../model/text/pieces.ts';
import {findModel} from '../../store/find-model.ts';
import {loadArtwork} from '../../world/art/draw.ts';
import {type SteeringBenchOptions, toSteeringOptions} from '../parse/options.ts';
import type {Parsed} from '../parse/parse.ts';
import {watchInterrupts} from '../terminal/interrupts.ts';
import {printData, printNotice} from '../terminal/out.ts';

/** Progress lines come at least this far apart. */
const lineGapMs = 5000;

/** `mmada bench --suite steering` and `mend`: runs that are changed on their way, judged exactly. */
export async function benchSteering(parsed: Parsed): Promise<ExitCode> {
	const options = toSteeringOptions(parsed, runDefaults());
	const model = await findModel(options.model, modelPlaces());
	await using _use = await holdModel(model.folder);
	await using engine = openEngine({modelFolder: model.folder, device: 'cpu', threads: options.threads});
	const stopping = new AbortController();
	using interrupts = watchInterrupts({onFirst: () => stopping.abort(), onSecond: () => engine.kill()});
	await engine.opened();
	const bench: Bench = {engine, judge: createJudge(await loadArtwork()), pieceOf: await openPieces(model.folder)};
	const report = await reportOf(bench, options, stopping.signal);
	if (!report) return interrupts.exitCode();
	printData(options.isJson ? `${JSON.stringify(report.data, null, '\t')}\n` : `${report.lines.join('\n')}\n`);
	return exitCodes.ok;
}

/** The report of a suite; undefined when it was stopped. */
async function reportOf(bench: Bench, options: SteeringBenchOptions, signal: AbortSignal) {
	const {suite, n, seed} = options;
	const each = oneByOne(options, signal);
	if (suite === 'steering') {
		const results = await each(drawExercises(seed, n), (exercise, index) => steerExercise(bench, exercise, drawFor(seed, index)));
		if (signal.aborted) return undefined;
		const data = steeringReport(results.filter(one => one !== undefined));
		return {data, lines: steeringLines(data)};
	}
	const results = await each(seedVoiceExercises(seed, n), exercise => mendExercise(bench, exercise));
	if (signal.aborted) return undefined;
	const data = mendReport(results);
	return {data, lines: mendLines(data)};
}

/** One after the other, with progress lines, until it is to stop. */
function oneByOne({suite, isQuiet}: SteeringBenchOptions, signal: AbortSignal) {
	return async <Item, Value>(items: readonly Item[], perform: (item: Item, index: number) => Promise<Value>): Promise<Value[]> => {
		const done: Value[] = [];
		let lastMs = performance.now();
		for (const [index, item] of items.entries()) {
			if (signal.aborted) break;
			done.push(await perform(item, index));
			const nowMs = performance.now();
			if (isQuiet || (nowMs - lastMs < lineGapMs && done.length < items.length)) continue;
			lastMs = nowMs;
			printNotice(`${suite}: ${done.length} of ${items.length}\n`);
		}
		return done;
	};
}

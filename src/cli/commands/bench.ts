import path from 'node:path';
import {holdModel} from '../../app/hold-model.ts';
import {modelPlaces} from '../../app/model-places.ts';
import {runDefaults} from '../../app/run-defaults.ts';
import {type BenchFolder, checkSheets, openBenchFolder, saveSheets} from '../../bench/report/bench-folder.ts';
import {reportJson, toReport} from '../../bench/report/bench-report.ts';
import {benchLine} from '../../bench/report/progress.ts';
import {tableLines} from '../../bench/report/table.ts';
import {calibrate} from '../../bench/storybook/calibration.ts';
import {drawExercises, drawSheetExercises, type Exercise, seedPlainExercises, seedVoiceExercises} from '../../bench/storybook/exercises.ts';
import {createJudge, type Judge} from '../../bench/storybook/judge.ts';
import {measureCeiling, type Result, runExercises} from '../../bench/storybook/run.ts';
import {itemWords} from '../../bench/suites.ts';
import {openEngine} from '../../engine/engine.ts';
import type {ExitCode} from '../../errors.ts';
import {exitCodes, UserError} from '../../errors.ts';
import {checkFolder, makeResultFolder} from '../../files/save.ts';
import {describeModel} from '../../model/describe.ts';
import type {Blueprint} from '../../model/families/family.ts';
import {openImageTokenizer} from '../../model/images/open-image-tokenizer.ts';
import {toBytes, toPlanes} from '../../model/images/planes.ts';
import type {Pixels} from '../../pixels.ts';
import {type FoundModel, findModel} from '../../store/find-model.ts';
import {loadArtwork} from '../../world/art/draw.ts';
import {geometry} from '../../world/scene/scene.ts';
import {type BenchOptions, toBenchOptions} from '../parse/options.ts';
import type {Parsed} from '../parse/parse.ts';
import {watchInterrupts} from '../terminal/interrupts.ts';
import {printData, printNotice} from '../terminal/out.ts';
import {benchAlone} from './bench-alone.ts';

const draw = {storybook: drawExercises, 'plain-english': seedPlainExercises, voices: seedVoiceExercises};

/** Progress lines come at least this far apart. */
const lineGapMs = 5000;

/** `mmada bench`: exercises through one engine, judged; the report on stdout. */
export async function bench(asked: Parsed): Promise<ExitCode> {
	const parsed = await benchAlone(asked);
	if (!parsed) return exitCodes.ok;
	if (parsed.input[0] === 'compare') return (await import('./parabench/compare.ts')).compare(parsed);
	if (parsed.flags.suite === 'parabench') return (await import('./parabench/parabench.ts')).parabench(parsed);
	if (parsed.flags.suite === 'steering' || parsed.flags.suite === 'mend')
		return (await import('./bench-steering.ts')).benchSteering(parsed);
	const options = toBenchOptions(parsed, runDefaults());
	const model = await findModel(options.model, modelPlaces());
	const {grid} = await checkGeometry(model);
	await using _use = await holdModel(model.folder);
	return await (options.sheet === undefined ? runSuite(options, model, grid) : drawSheets(options, options.sheet, model));
}

async function runSuite(options: BenchOptions, model: FoundModel, grid: Blueprint['grid']): Promise<ExitCode> {
	const {suite, n, seed, out, isForced} = options;
	await using folder = out === undefined ? undefined : await openBenchFolder(out, {isForced});
	const judge = createJudge(await loadArtwork());
	const exercises = draw[suite](seed, n);
	say(options, `${suite}: ${n} ${itemWords[suite]}, seed ${seed}`);
	const {results, stopped} = await follow(options, model, {exercises, judge, folder});
	if (results.length < n) {
		say(options, `Stopped after ${results.length} of ${n} items${out === undefined ? '.' : `, which are in \`${out}\`.`}`);
		return stopped;
	}
	say(options, 'the same pictures through the image tokenizer alone');
	const ceiling = await throughTokenizer({...model, grid}, options.threads, reconstruct =>
		measureCeiling(
			results.map(({item}) => item),
			judge,
			reconstruct,
		),
	);
	say(options, `the judge on true items, shuffled pairs and ${options.calibrate} planted errors of each kind`);
	const report = toReport(results, {suite, seed, ceiling, calibration: calibrate(judge, {seed, count: options.calibrate})});
	await folder?.finish(report, results);
	printData(options.isJson ? reportJson(report) : `${tableLines(report).join('\n')}\n`);
	return exitCodes.ok;
}

async function drawSheets(options: BenchOptions, folder: string, model: FoundModel): Promise<ExitCode> {
	await makeResultFolder(folder);
	await checkFolder(folder);
	if (options.isForced) await checkSheets(folder);
	const {generations, edits} = drawSheetExercises(options.seed, Math.ceil(options.n / 2));
	const exercises = [...generations, ...edits];
	say(options, `storybook: ${generations.length} generations and ${edits.length} edits, seeds from ${options.seed} on`);
	const {results, stopped} = await follow(options, model, {exercises, judge: createJudge(await loadArtwork())});
	if (results.length < exercises.length) return stopped;
	const paths = await saveSheets(folder, results, options);
	printData(`${paths.join('\n')}\n`);
	return exitCodes.ok;
}

type Work = {readonly exercises: readonly Exercise[]; readonly judge: Judge; readonly folder?: BenchFolder | undefined};

/** Results so far, and the exit code if they are not all. */
type Done = {readonly results: Result[]; readonly stopped: ExitCode};

/** Run the exercises with progress lines. Ctrl-C ends it after the current item; what was done is handed back. */
async function follow(options: BenchOptions, {folder: modelFolder}: FoundModel, {exercises, judge, folder}: Work): Promise<Done> {
	await using engine = openEngine({modelFolder, device: 'cpu', threads: options.threads});
	const stopping = new AbortController();
	const onFirst = () => {
		stopping.abort();
		say(options, 'stopping after this item; Ctrl-C again leaves at once');
	};
	using interrupts = watchInterrupts({onFirst, onSecond: () => engine.kill()});
	await engine.opened();
	const results: Result[] = [];
	const startMs = performance.now();
	let lastMs = startMs;
	for await (const result of runExercises(engine, exercises, judge, options.settings)) {
		results.push(result);
		await folder?.add(result);
		const nowMs = performance.now();
		if (nowMs - lastMs >= lineGapMs || results.length === exercises.length) {
			lastMs = nowMs;
			say(options, benchLine(results, exercises.length, nowMs - startMs));
		}
		if (stopping.signal.aborted) break;
	}
	return {results, stopped: interrupts.exitCode()};
}

/** The image tokenizer of a model alone, pixels to codes to pixels, for as long as `use` takes. */
async function throughTokenizer<Value>(
	{folder, grid: {rows, columns}}: FoundModel & Pick<Blueprint, 'grid'>,
	threads: number,
	use: (reconstruct: (picture: Pixels) => Promise<Pixels>) => Promise<Value>,
): Promise<Value> {
	await using images = await openImageTokenizer(path.join(folder, 'vqvae'), {device: 'cpu', threads});
	return await use(async ({rgb, width, height}) => {
		const codes = await images.encode(toPlanes(rgb, width, height, images.black));
		return {width, height, rgb: toBytes(await images.decode(codes, rows, columns), images.black)};
	});
}

async function checkGeometry({folder}: FoundModel): Promise<Blueprint> {
	const blueprint = await describeModel(folder);
	const {isFixed, grid, patch} = blueprint;
	if (isFixed && [grid.rows, grid.columns].every(side => side * patch === geometry.side)) return blueprint;
	throw new UserError(`The model in \`${folder}\` does not draw storybook pictures of ${geometry.side} x ${geometry.side} px.`, {
		hint: 'Leave out --model to judge the bundled one.',
		exitCode: exitCodes.unavailable,
	});
}

const say = ({isQuiet}: BenchOptions, line: string) => {
	if (!isQuiet) printNotice(`${line}\n`);
};

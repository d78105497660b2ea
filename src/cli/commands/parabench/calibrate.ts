import {createHash} from 'node:crypto';
import path from 'node:path';
import {neededFolder, userFolders} from '../../../app/folders.ts';
import {modelPlaces} from '../../../app/model-places.ts';
import {calibrationOf, type JudgeCalibration} from '../../../bench/judges/calibration/calibration.ts';
import {calibrationItems, type Graded, plantedOutputs} from '../../../bench/judges/calibration/graded.ts';
import {exactJudge} from '../../../bench/judges/exact/exact.ts';
import type {EvalJudge, Marks} from '../../../bench/judges/mark.ts';
import {judgeAll, judgeOutput} from '../../../bench/parabench/judge-output.ts';
import {itemSeed, makeOutput} from '../../../bench/parabench/make-outputs.ts';
import {calibrationLines} from '../../../bench/report/parabench/calibration-lines.ts';
import {progressLine} from '../../../bench/report/parabench/progress.ts';
import {createJudge} from '../../../bench/storybook/judge.ts';
import {openEngine} from '../../../engine/engine.ts';
import {type ExitCode, exitCodes} from '../../../errors.ts';
import {readIfPlain} from '../../../files/read-file.ts';
import {makeResultFolder, saveTogether} from '../../../files/save.ts';
import {parseJson} from '../../../parse-json.ts';
import {toJson} from '../../../printable.ts';
import {findModel} from '../../../store/find-model.ts';
import {type Artwork, loadArtwork} from '../../../world/art/draw.ts';
import type {ParabenchOptions} from '../../parse/parabench-options.ts';
import {printData} from '../../terminal/out.ts';
import {openRunFolder} from './folder.ts';
import {type Follower, openFollower} from './follow.ts';
import {openJudge} from './judges.ts';

/** A model's own outputs, from good to bad: passes, and those of the picture. */
const grades = [
	{steps: 64, imageSteps: 12},
	{steps: 8, imageSteps: 2},
	{steps: 2, imageSteps: 1},
] as const;
const maxBytes = 10_000_000;

/** `--calibrate`: a judge beside the exact one on storybook outputs of known quality. Kept for the reports of every later run with it. */
export async function calibrateJudge(options: ParabenchOptions, count: number): Promise<ExitCode> {
	const {out, seed, isJson} = options;
	const artwork = await loadArtwork();
	await using _folder = await openRunFolder(out);
	using follower = openFollower(options);
	const items = calibrationItems(seed, count);
	const planted = plantedOutputs(items, artwork, seed);
	const drawn = await drawnOutputs(options, items.slice(0, Math.ceil(count / 4)), artwork, follower);
	const graded = [...planted, ...drawn];
	await using opened = await openJudge(options.judge, {artwork, folder: out, subjects: graded, sheet: '', say: follower.say});
	const exact = exactJudge(createJudge(artwork));
	const marks = new Map<number, Marks>();
	const startMs = performance.now();
	const subjects = graded.map(({item, output}, key) => ({key, open: async () => ({item, output})}));
	for await (const found of judgeAll(opened.judge, subjects, {parallel: opened.parallel, signal: follower.signal})) {
		marks.set(found.key, found.marks);
		follower.tell(() => progressLine('judged', marks.size, graded.length, performance.now() - startMs), marks.size === graded.length);
		if (follower.isStopping()) break;
	}
	if (marks.size < graded.length) {
		follower.say(`Stopped. Answers are kept in \`${out}\`: the same command goes on.`);
		return follower.exitCode();
	}
	const judged = [];
	for (const [index, one] of graded.entries()) judged.push({...one, marks: marks.get(index) ?? {}, exact: await judgeOutput(exact, one)});
	const calibration = calibrationOf(opened.judge, judged);
	await keep(calibration, out, opened.judge);
	printData(isJson ? `${toJson(calibration, '\t')}\n` : `${calibrationLines(calibration).join('\n')}\n`);
	return exitCodes.ok;
}

/** Outputs of the model with many passes, few and hardly any. */
async function drawnOutputs(
	{model, threads, seed}: ParabenchOptions,
	items: ReturnType<typeof calibrationItems>,
	artwork: Artwork,
	follower: Follower,
): Promise<Graded[]> {
	const {folder} = await findModel(model, modelPlaces());
	await using engine = openEngine({modelFolder: folder, device: 'cpu', threads});
	await engine.opened();
	const drawn: Graded[] = [];
	for (const settings of grades) {
		for (const item of items) {
			if (follower.isStopping()) return drawn;
			const {text, picture} = await makeOutput(engine, item, {
				seed: itemSeed(item.id, seed),
				settings,
				prepare: async input => input,
				artwork,
			});
			drawn.push({item, output: {text, picture}, where: 'model', planted: 0});
			follower.tell(() => `drawn ${drawn.length}/${grades.length * items.length}`, false);
		}
	}
	return drawn;
}

async function keep(calibration: JudgeCalibration, out: string, judge: EvalJudge): Promise<void> {
	const bytes = Buffer.from(`${toJson(calibration, '\t')}\n`);
	const parts = [{extension: '.json', bytes}];
	await saveTogether(out, 'calibration', parts, {force: true});
	const folder = path.join(neededFolder('data'), 'judges');
	await makeResultFolder(folder);
	await saveTogether(folder, nameOf(judge), parts, {force: true});
}

/** The latest calibration of a judge on this machine. */
export async function keptCalibration(judge: EvalJudge): Promise<JudgeCalibration | undefined> {
	const {data} = userFolders();
	const bytes = data === undefined ? undefined : await readIfPlain(path.join(data, 'judges', `${nameOf(judge)}.json`), maxBytes);
	if (!bytes) return undefined;
	try {
		const read = parseJson(Buffer.from(bytes).toString('utf8'));
		return isCalibration(read) ? read : undefined;
	} catch {
		// Damaged: as if it had not been made.
		return undefined;
	}
}

const isCalibration = (value: unknown): value is JudgeCalibration =>
	typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'calibration' && 'axes' in value;

/** The name of a judge's file. The number of repeats does not change it. */
const nameOf = ({name, facts: {repeats: _repeats, ...facts}}: EvalJudge): string =>
	createHash('sha256')
		.update(JSON.stringify([name, facts]))
		.digest('hex')
		.slice(0, 32);

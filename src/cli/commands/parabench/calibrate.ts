import {modelPlaces} from '../../../app/model-places.ts';
import {openRunFolder} from '../../../app/report-folder.ts';
import {calibrationOf} from '../../../bench/judges/calibration/calibration.ts';
import {calibrationItems, type Graded, plantedOutputs} from '../../../bench/judges/calibration/graded.ts';
import {keepCalibration} from '../../../bench/judges/calibration/kept.ts';
import {exactJudge} from '../../../bench/judges/exact/exact.ts';
import type {Marks} from '../../../bench/judges/mark.ts';
import {openJudge} from '../../../bench/judges/open-judge.ts';
import {judgeAll, judgeOutput} from '../../../bench/parabench/judge-output.ts';
import {itemSeed, makeOutput} from '../../../bench/parabench/make-outputs.ts';
import {calibrationLines} from '../../../bench/report/parabench/calibration-lines.ts';
import {progressLine} from '../../../bench/report/parabench/progress.ts';
import {createJudge} from '../../../bench/storybook/judge.ts';
import {openEngine} from '../../../engine/engine.ts';
import {type ExitCode, exitCodes} from '../../../errors.ts';
import {toJson} from '../../../printable.ts';
import {findModel} from '../../../store/find-model.ts';
import {type Artwork, loadArtwork} from '../../../world/art/draw.ts';
import type {ParabenchOptions} from '../../parse/parabench-options.ts';
import {printData} from '../../terminal/out.ts';
import {type Follower, openFollower} from './follow.ts';

/** A model's own outputs, from good to bad: passes, and those of the picture. */
const grades = [
	{steps: 64, imageSteps: 12},
	{steps: 8, imageSteps: 2},
	{steps: 2, imageSteps: 1},
] as const;

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
	await using opened = await openJudge(options.judge, {
		artwork,
		folder: out,
		subjects: graded,
		...{sheet: '', key: process.env.MMADA_JUDGE_KEY, say: follower.say},
	});
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
	await keepCalibration(calibration, out, opened.judge);
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

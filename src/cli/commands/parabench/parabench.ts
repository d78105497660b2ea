import {openRunFolder} from '../../../app/report-folder.ts';
import {runDefaults} from '../../../app/run-defaults.ts';
import {keptCalibration} from '../../../bench/judges/calibration/kept.ts';
import type {Marks} from '../../../bench/judges/mark.ts';
import {openJudge} from '../../../bench/judges/open-judge.ts';
import {auditPage} from '../../../bench/judges/sheet/audit-page.ts';
import {auditSheet} from '../../../bench/judges/sheet/audit-sheet.ts';
import {type ControlKey, checkControls, controlSubjects, noControls, spread} from '../../../bench/parabench/controls.ts';
import type {EvalItem} from '../../../bench/parabench/item.ts';
import {judgeAll, type Subject} from '../../../bench/parabench/judge-output.ts';
import type {Outputs} from '../../../bench/parabench/output.ts';
import {inputOf} from '../../../bench/parabench/pictures.ts';
import {type ItemList, readItems} from '../../../bench/parabench/read-items.ts';
import {readOutputs} from '../../../bench/parabench/read-outputs.ts';
import type {Judged} from '../../../bench/parabench/summary.ts';
import {parabenchMarkdown} from '../../../bench/report/parabench/markdown.ts';
import {parabenchPage, type Shown} from '../../../bench/report/parabench/page.ts';
import {progressLine} from '../../../bench/report/parabench/progress.ts';
import {parabenchJson, toParabenchReport} from '../../../bench/report/parabench/report.ts';
import {parabenchLines} from '../../../bench/report/parabench/table.ts';
import type {Axis} from '../../../bench/storybook/axes.ts';
import {type ExitCode, exitCodes} from '../../../errors.ts';
import {type Artwork, loadArtwork} from '../../../world/art/draw.ts';
import {type ParabenchOptions, toParabenchOptions} from '../../parse/parabench-options.ts';
import type {Parsed} from '../../parse/parse.ts';
import {printData} from '../../terminal/out.ts';
import {exportItems} from './export.ts';
import {type Follower, openFollower} from './follow.ts';
import {makeOutputs} from './make.ts';

/** `mmada bench --suite parabench`: the outputs of any system, judged; the table on stdout, the report in a folder. */
export async function parabench(parsed: Parsed): Promise<ExitCode> {
	const options = toParabenchOptions(parsed, runDefaults());
	if (options.calibrate !== undefined) return (await import('./calibrate.ts')).calibrateJudge(options, options.calibrate);
	const list = chosen(await readItems(options.items, options.map), options.n);
	const artwork = await loadArtwork();
	if (options.export !== undefined) {
		printData(`${await exportItems(list, options.export, artwork)}\n`);
		return exitCodes.ok;
	}
	await using folder = await openRunFolder(options.out);
	using follower = openFollower(options);
	follower.say(
		`${list.name}: ${list.items.length} items${list.leftOut > 0 ? `; ${list.leftOut} that start from several pictures are left out` : ''}`,
	);
	const made = options.outputs === undefined ? await makeOutputs(options, list, follower) : {folder: options.outputs, isComplete: true};
	if (!made.isComplete) return stopped(options, follower);
	const outputs = await readOutputs(made.folder);
	const sheet = await auditSheet(list.items, outputs, artwork);
	const subjects = subjectsOf(list, outputs, artwork, options.judge.kind === 'sheet');
	await using opened = await openJudge(options.judge, {
		artwork,
		folder: options.out,
		subjects,
		sheet: sheet.id,
		...{key: process.env.MMADA_JUDGE_KEY, say: follower.say},
	});
	const {judge} = opened;
	const judged = await judgeSubjects(list, subjects, {...opened, follower});
	if (!judged) return stopped(options, follower);
	const report = toParabenchReport(judged.items, {
		system: outputs.system,
		judge,
		list,
		controls: options.judge.kind === 'sheet' ? noControls : checkControls(judged.controls),
		calibration: await keptCalibration(judge),
	});
	const html = await parabenchPage(report, shownItems(judged.items, outputs, artwork));
	const paths = await folder.finish({
		json: parabenchJson(report),
		html,
		markdown: parabenchMarkdown(report),
		audit: await auditPage(sheet),
	});
	follower.say(`see ${paths.join(', ')}`);
	printData(options.isJson ? parabenchJson(report) : `${parabenchLines(report).join('\n')}\n`);
	return report.controls.passed ? exitCodes.ok : exitCodes.someFailed;
}

/** So many items of a list, evenly spread: they make another list. */
function chosen(list: ItemList, n: number | undefined): ItemList {
	return n === undefined || n >= list.items.length ? list : {...list, items: spread(list.items, n)};
}

type Key = {readonly item: number} | {readonly control: ControlKey};
type Work = Awaited<ReturnType<typeof openJudge>> & {readonly follower: Follower};

type AskedSubject = {readonly key: Key; readonly item: EvalItem; readonly axes?: readonly Axis[]; readonly open: () => Promise<Subject>};

/** Everything that is judged: the controls first, which say whether the rest is worth it; a filled sheet has none. */
const subjectsOf = ({items}: ItemList, outputs: Outputs, artwork: Artwork, isSheet: boolean): AskedSubject[] => [
	...(isSheet ? [] : controlSubjects(items, outputs, artwork).map(({key, ...subject}) => ({key: {control: key}, ...subject}))),
	...items.map((item, index) => ({key: {item: index}, item, open: async () => ({item, output: await outputs.outputOf(item.id)})})),
];

/** Judge all outputs and the controls; undefined where it was stopped. */
async function judgeSubjects({items}: ItemList, subjects: readonly AskedSubject[], {judge, parallel, follower}: Work) {
	const marks = new Map<number, Marks>();
	const controls: {readonly key: ControlKey; readonly marks: Marks}[] = [];
	const startMs = performance.now();
	for await (const found of stoppable(judgeAll(judge, subjects, {parallel, signal: follower.signal}), follower)) {
		if ('control' in found.key) controls.push({key: found.key.control, marks: found.marks});
		else marks.set(found.key.item, found.marks);
		const done = controls.length + marks.size;
		follower.tell(() => progressLine('judged', done, subjects.length, performance.now() - startMs), done === subjects.length);
		if (follower.isStopping()) return undefined;
	}
	if (follower.isStopping()) return undefined;
	return {items: items.map((item, index): Judged => ({item, marks: marks.get(index) ?? {}})), controls};
}

async function* shownItems(judged: readonly Judged[], outputs: Outputs, artwork: Artwork): AsyncGenerator<Shown> {
	for (const {item, marks} of judged) {
		const {text, picture} = await outputs.outputOf(item.id);
		yield {id: item.id, category: item.category, instruction: item.instruction, text, input: await inputOf(item, artwork), picture, marks};
	}
}

function stopped({out}: ParabenchOptions, follower: Follower): ExitCode {
	follower.say(`Stopped. The results so far are kept in \`${out}\`: run the same command to continue.`);
	return follower.exitCode();
}

/** Values until it is stopped: the one under way then is dropped. */
async function* stoppable<Value>(values: AsyncIterable<Value>, follower: Follower): AsyncGenerator<Value> {
	try {
		yield* values;
	} catch (error) {
		if (!follower.isStopping()) throw error;
	}
}

import {createHash} from 'node:crypto';
import path from 'node:path';
import {neededFolder, userFolders} from '../../../app/folders.ts';
import {readIfPlain} from '../../../files/read-file.ts';
import {makeResultFolder, saveTogether} from '../../../files/save.ts';
import {parseJson} from '../../../parse-json.ts';
import {toJson} from '../../../printable.ts';
import type {EvalJudge} from '../mark.ts';
import type {JudgeCalibration} from './calibration.ts';

const maxBytes = 10_000_000;

/** Keep a calibration in the folder of its run, and among a user's data for the reports of every later run with this judge. */
export async function keepCalibration(calibration: JudgeCalibration, out: string, judge: EvalJudge): Promise<void> {
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

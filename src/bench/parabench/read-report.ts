import {z} from 'zod';
import {exitCodes, UserError} from '../../errors.ts';
import {readWhole} from '../../files/read-file.ts';
import {parseJson} from '../../parse-json.ts';
import {type Axis, axes} from '../storybook/axes.ts';

const markSchema = z.looseObject({state: z.string(), points: z.number().optional()});
const reportSchema = z.looseObject({
	kind: z.literal('parabench'),
	version: z.literal(1),
	system: z.looseObject({name: z.string()}),
	judge: z.looseObject({name: z.string()}),
	items: z.looseObject({list: z.string(), digest: z.string()}),
	controls: z.looseObject({passed: z.boolean()}),
	marks: z.array(z.looseObject({id: z.string(), category: z.string(), marks: z.record(z.string(), markSchema)})),
});

/** Points of each item in one report, by axis, of those that have a score. */
export type ReadReport = {
	readonly file: string;
	readonly system: string;
	readonly judge: string;
	readonly digest: string;
	readonly passed: boolean;
	readonly items: readonly {readonly id: string; readonly category: string; readonly points: Readonly<Partial<Record<Axis, number>>>}[];
};

const maxBytes = 400_000_000;

/** A report.json of a run. @throws UserError: 66 when there is none, 65 when it is none */
export async function readReport(file: string): Promise<ReadReport> {
	const bytes = await readWhole(file, {kind: 'report', maxBytes, hint: 'Name a report.json that `mmada bench --suite parabench` wrote.'});
	const {success, data} = reportSchema.safeParse(safeJson(Buffer.from(bytes).toString('utf8')));
	if (!success)
		throw new UserError(`\`${file}\` is no report of the suite parabench.`, {
			hint: 'Name a report.json that `mmada bench --suite parabench` wrote.',
			exitCode: exitCodes.badData,
		});
	return {
		file,
		system: data.system.name,
		judge: data.judge.name,
		digest: data.items.digest,
		passed: data.controls.passed,
		items: data.marks.map(({id, category, marks}) => ({id, category, points: pointsIn(marks)})),
	};
}

const pointsIn = (marks: Readonly<Record<string, z.infer<typeof markSchema>>>): Partial<Record<Axis, number>> =>
	Object.fromEntries(
		axes.flatMap(axis => (marks[axis]?.state === 'ok' && marks[axis].points !== undefined ? [[axis, marks[axis].points]] : [])),
	);

function safeJson(text: string): unknown {
	try {
		return parseJson(text);
	} catch {
		return undefined;
	}
}

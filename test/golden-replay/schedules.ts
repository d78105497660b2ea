import {maskShare} from '../../src/decoder/mask-schedules.ts';
import {maskLengthOfReleasedCode, revealCountsA, revealCountsM} from '../../src/decoder/released/schedule.ts';
import {cosineMaskRatio, linspace, spreadSteps} from '../../src/decoder/schedule.ts';
import {bestCrop, cropSizes, cropSteps, type Size} from '../../src/model/families/a/crop.ts';
import {readJsonAs} from './files.ts';
import {layoutTables} from './layouts.ts';
import {near, same, type Tally} from './tally.ts';

/** How one row of a table is replayed. */
export type Replay = (row: never) => void;

/** Cosines of PyTorch's kernels may be off by one unit in the last place; 2^-23 is that near 1. */
const shareTolerance = 2 ** -22;

const counts =
	(countsOf: (masked: number, steps: number) => number[]) => (row: {masks: number; steps: number; num_transfer: readonly number[]}) =>
		same('the counts', countsOf(row.masks, row.steps), row.num_transfer);

const tables: Readonly<Record<string, Replay>> = {
	...layoutTables,
	a_num_transfer_tokens: counts(revealCountsA),
	m_num_transfer_tokens: counts(revealCountsM),
	image_step_indices(row: {
		text_steps: number;
		timesteps: number;
		linspace: readonly number[];
		indices: readonly number[];
		unique_steps?: number;
	}) {
		const first = Math.floor(row.text_steps / 4);
		same('the points', linspace(first, row.text_steps - 1, row.timesteps), row.linspace.map(Math.fround));
		const steps = spreadSteps(first, row.text_steps - 1, row.timesteps);
		same('the steps', steps, [...new Set(row.indices)]);
		if (row.unique_steps !== undefined) same('their number', steps.length, row.unique_steps);
	},
	a_app_image_step_indices(row: {text_steps: number; count: number; indices: readonly number[]}) {
		same('their number', Math.trunc(row.text_steps * 0.3), row.count);
		same('the steps', spreadSteps(0, row.text_steps - 1, row.count), [...new Set(row.indices)]);
	},
	cosine_mask_len(row: {N: number; text_steps: number; mask_ratio_f32: readonly number[]; floor_N_times_ratio: readonly number[]}) {
		const shares = row.mask_ratio_f32.map((_, step) => cosineMaskRatio((step + 1) / row.text_steps));
		near('the shares', shares, row.mask_ratio_f32, shareTolerance);
		same(
			'the lengths',
			shares.map(share => Math.floor(Math.fround(row.N * share))),
			row.floor_N_times_ratio,
		);
	},
	mask_len_clamp: (row: {unknown: number; raw: number; mask_len: number}) =>
		same('the length', maskLengthOfReleasedCode(row.unknown, row.raw), row.mask_len),
	m_mask_schedules: (row: {name: string; t: number; value: number}) =>
		near('the share', [maskShare(row.name, row.t)], [row.value], shareTolerance),
	generate_crop_size_list: (row: {num_patches: number; patch: number; max_ratio: number; list: readonly Size[]}) =>
		same('the sizes', cropSizes(row.num_patches, row.patch, row.max_ratio), row.list),
	var_center_crop_512(row: {in_size: Size; chosen: Size; ops: readonly unknown[]}) {
		const crop = bestCrop(row.in_size, cropSizes(256));
		same('the crop', crop, row.chosen);
		const steps = cropSteps(row.in_size, crop);
		same(
			'the steps',
			steps.map(step => (step.type === 'crop' ? ['crop', step.box] : ['resize', step.size, step.filter])),
			row.ops,
		);
	},
	calculate_vq_params(row: {height: number; width: number; seq_len: number; newline_every: number; grid_h: number; grid_w: number}) {
		const [rows, columns] = [Math.floor(row.height / 16), Math.floor(row.width / 16)];
		same('the grid', [rows * columns, columns, rows, columns], [row.seq_len, row.newline_every, row.grid_h, row.grid_w]);
	},
};

/** Replay schedules.json: every row of every table; an unknown table fails. */
export async function replaySchedules(file: string, tally: Tally): Promise<void> {
	for (const [name, table] of Object.entries(await readJsonAs<Record<string, unknown>>(file))) {
		if (name === 'note') continue;
		const replay = tables[name];
		for (const [index, row] of rowsOf(table).entries()) {
			await tally.check(`schedules.json: ${name} ${index}`, () => {
				if (!replay) throw new Error('there is no such table in the golden layout');
				replay(row as never);
			});
		}
	}
}

/** A table is a list, an object with its rows or cases, or one row. */
function rowsOf(table: unknown): readonly unknown[] {
	if (Array.isArray(table)) return table;
	const {rows, cases} = table as {rows?: readonly unknown[]; cases?: Readonly<Record<string, unknown>>};
	return rows ?? (cases ? Object.values(cases) : [table]);
}

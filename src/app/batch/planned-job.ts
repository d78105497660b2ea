import type {Target} from '../output-target.ts';
import type {RunRequest} from '../request.ts';

/** A job as it will be done. */
export type PlannedJob = {
	readonly number: number;
	readonly line: number;
	readonly request: RunRequest;
	readonly target: Extract<Target, {kind: 'files'}>;
	/** Number of the job whose picture it starts from. */
	readonly from?: number;
};

/** The first fields of every result: the job that it is of. */
export const headOf = ({number, line, from, request: {task, instruction, image, seed}}: PlannedJob) => ({
	...{job: number, line, task, instruction},
	...(image !== undefined && {image: from === undefined ? image : `#${from}`}),
	seed,
});

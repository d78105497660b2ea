import type {PlannedJob} from './plan.ts';

/** The first fields of every result: the job that it is of. */
export const headOf = ({number, line, from, request: {task, instruction, image, seed}}: PlannedJob) => ({
	...{job: number, line, task, instruction},
	...(image !== undefined && {image: from === undefined ? image : `#${from}`}),
	seed,
});

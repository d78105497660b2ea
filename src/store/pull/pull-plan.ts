import {z} from 'zod';
import {remoteFileSchema} from './remote-file.ts';

/** Files to fetch for a model: pinned, so that a later try continues with the same. Stands in the record of the model's folder. */
export const pullPlanSchema = z.object({
	/** The request, in words that another try can be compared by. */
	asked: z.string(),
	repositories: z.array(z.object({name: z.string(), commit: z.string(), licence: z.string()})),
	/** By where each goes in the model's folder, with `/`; the smallest first. */
	files: z.record(z.string(), remoteFileSchema),
});
export type PullPlan = z.infer<typeof pullPlanSchema>;

/** Bytes of all files of a plan. */
export const planBytes = (plan: PullPlan): number => Object.values(plan.files).reduce((sum, {bytes}) => sum + bytes, 0);

import {z} from 'zod';
import {type Axis, axes} from '../../storybook/axes.ts';
import rubricsJson from './rubrics.json' with {type: 'json'};

const parts = ['instruction', 'input', 'output', 'reasoning', 'reference'] as const;
const rubricSchema = z.strictObject({
	/** Parts that the judge is shown. */
	sees: z.array(z.enum(parts)).nonempty(),
	asks: z.string(),
	/** Meaning of each score. */
	scale: z.strictObject({'5': z.string(), '4': z.string(), '3': z.string(), '2': z.string(), '1': z.string()}),
});

/** Questions to a judge: our own words, as data, so that others can read and change them. */
export const rubrics = z
	.strictObject({
		version: z.number().int(),
		role: z.string(),
		guard: z.string(),
		answer: z.string(),
		repair: z.string(),
		axes: z.strictObject(Object.fromEntries(axes.map(axis => [axis, rubricSchema])) as Record<Axis, typeof rubricSchema>),
	})
	.parse(rubricsJson);

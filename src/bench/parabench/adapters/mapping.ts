import {z} from 'zod';

/** Place of an item's field in a record of a benchmark: under a name, under the first there of several, or the same for all. */
const placeSchema = z.union([
	z.string(),
	z.array(z.string()).nonempty(),
	z.strictObject({is: z.string()}),
	/** The key of the record in its file, or the folder that the file lies in. */
	z.strictObject({from: z.enum(['key', 'folder'])}),
]);
export type Place = z.infer<typeof placeSchema>;

/** Mapping from records of a benchmark to items: `id, task, category, instruction, image?, reference?, referenceImage?`. */
export const mappingSchema = z.strictObject({
	/** Name of the file, for a benchmark with a file in each of many folders. */
	file: z.string().optional(),
	id: placeSchema,
	task: placeSchema.optional(),
	category: placeSchema,
	instruction: placeSchema,
	image: placeSchema.optional(),
	reference: placeSchema.optional(),
	referenceImage: placeSchema.optional(),
});
export type Mapping = z.infer<typeof mappingSchema>;

/** A record of a benchmark, and where it stood. */
export type WrittenItem = {
	readonly fields: Readonly<Record<string, unknown>>;
	/** `line 3`, `record 3`. */
	readonly where: string;
	/** Key of the record, in a file that is one object. */
	readonly key?: string;
	/** The folder of its file: what its pictures are named from. */
	readonly folder: string;
};

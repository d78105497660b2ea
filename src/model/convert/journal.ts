import path from 'node:path';
import {z} from 'zod';
import {readJson} from '../checkpoint/json-file.ts';
import {replaceFile} from '../checkpoint/replace-file.ts';
import type {VariantType} from './plan.ts';

const journalName = 'conversion.json';

const journalSchema = z.object({
	type: z.string(),
	digest: z.string(),
	errors: z.record(z.string(), z.number()),
	/** sha256 (hex) of what was written for each tensor of the original so far, in the order of the plan. */
	written: z.array(z.array(z.string())),
});
type Journal = z.infer<typeof journalSchema>;

/** Progress of a conversion, so that an interrupted one can continue. */
export type OpenJournal = {
	readonly file: string;
	readonly now: () => Journal;
	/** Resolves when it is on the disk. */
	readonly note: (news: Partial<Pick<Journal, 'errors' | 'written'>>) => Promise<void>;
};

/** The journal in a variant's folder; empty when there is none, or one of another original or type. */
export async function openJournal(folder: string, type: VariantType, digest: string): Promise<OpenJournal> {
	const file = path.join(folder, journalName);
	const parsed = journalSchema.safeParse(await readJson(file).catch(() => undefined));
	let journal: Journal = {type, digest, errors: {}, written: []};
	if (parsed.success && parsed.data.type === type && parsed.data.digest === digest) journal = parsed.data;
	return {
		file,
		now: () => journal,
		async note(news) {
			journal = {...journal, ...news};
			await replaceFile(file, JSON.stringify(journal));
		},
	};
}

import {z} from 'zod';
import {codeOf} from '../../../files/errors.ts';
import {openLines, readLines} from '../../../files/json-lines.ts';

/** An answer as it is kept: what is needed to count it, and what is needed to check it. */
const keptSchema = z.looseObject({
	/** sha256 (hex) of judge, settings, question, pictures and repeat. */
	key: z.string(),
	item: z.string(),
	axis: z.string(),
	order: z.enum(['fixed', 'turned']),
	repeat: z.number().int().nonnegative(),
	state: z.enum(['ok', 'refused', 'unparsable']),
	/** 1 to 5, of `ok` only. */
	score: z.number().int().min(1).max(5).optional(),
	said: z.string(),
	/** Texts of the judge, in order: the second after it was asked to repair the first. */
	raw: z.array(z.string()),
	model: z.string().optional(),
	fingerprint: z.string().optional(),
	tokensIn: z.number(),
	tokensOut: z.number(),
});
export type KeptAnswer = z.infer<typeof keptSchema>;

/** Answers of judges in a file that only grows: with it a report is made again without any judge. */
export type AnswerCache = {
	readonly get: (key: string) => KeptAnswer | undefined;
	/** Kept for good when this returns. */
	readonly add: (answer: KeptAnswer) => Promise<void>;
	readonly size: number;
} & AsyncDisposable;

/** Open the answers of a file, or begin it. A line that a kill left half written is cut off. */
export async function openCache(file: string): Promise<AnswerCache> {
	const left = await readLines(file, {isEach: true}).catch((error: unknown) => {
		if (codeOf(error) === 'ENOENT') return undefined;
		throw error;
	});
	const read = (left?.values ?? []).map(value => keptSchema.safeParse(value));
	const kept = new Map(read.flatMap(({success, data}) => (success ? [[data.key, data] as const] : [])));
	const lines = await openLines(file, left?.bytes);
	// One after the other: lines are never mixed.
	let last = Promise.resolve();
	return {
		get: key => kept.get(key),
		get size() {
			return kept.size;
		},
		async add(answer) {
			kept.set(answer.key, answer);
			last = last.then(async () => lines.add(answer));
			await last;
		},
		[Symbol.asyncDispose]: async () => {
			await last.catch(() => {});
			await lines[Symbol.asyncDispose]();
		},
	};
}

import {createHash} from 'node:crypto';
import {z} from 'zod';
import {pictureExtension} from '../picture/formats.ts';

const blobSchema = z.object({
	sha256: z.string().regex(/^[\da-f]{64}$/),
	/** Base64; left out of what lies in the spool. */
	data: z.string().optional(),
});
/** Bytes as a message carries them: inside, or by their digest in a folder that all machines see. */
export type Blob = z.infer<typeof blobSchema>;

/** Whether a name is one of a file, and leads nowhere else. */
const isPlainName = (name: string): boolean => name !== '' && name !== '.' && name !== '..' && !/[\0/\\]/.test(name) && name.length <= 255;
const fileSchema = z.object({name: z.string().refine(isPlainName), blob: blobSchema});

export const jobMessageSchema = z.object({
	version: z.literal(1),
	/** For people who look at the queue. */
	instruction: z.string(),
	/** A request without its model, its machine and its files, as JSON: PostgreSQL keeps no order of fields. */
	request: z.string(),
	image: fileSchema.optional(),
	mask: fileSchema.optional(),
	/** Name of the picture, as a page about it tells it. */
	stem: z.string().refine(isPlainName),
	extension: z.string().refine(extension => extension !== '' && pictureExtension(`picture${extension}`) === extension),
	/** Record of the run so far (gzip, base64): a worker goes on from its last step. */
	saved: z.string().optional(),
});
/** A job in a queue. */
export type JobMessage = z.infer<typeof jobMessageSchema>;

/** Kinds of files that a job makes, in the order in which results name them. */
export const fileKinds = ['picture', 'transcript', 'markdown'] as const;

export const resultMessageSchema = z.object({
	version: z.literal(1),
	files: z.array(z.object({kind: z.enum(fileKinds), extension: z.string().regex(/^\.[a-z]{1,8}$/), blob: blobSchema})),
	/** Fields of the result besides its files, as JSON: PostgreSQL keeps no order of fields. */
	facts: z.string(),
});
/** Outcome of a job that was done. */
export type ResultMessage = z.infer<typeof resultMessageSchema>;

export const failureSchema = z.object({error: z.string(), hint: z.string().optional(), exitCode: z.number().int()});

/**
Name of the queue of a model: workers with another one do not see its jobs.
@param digest - of the model @param textLength - tokens of the reasoning, where a model writes any number
*/
export const queueName = (digest: string, textLength: number | undefined): string =>
	`mmada-${createHash('sha256')
		.update(JSON.stringify([digest, textLength ?? 0]))
		.digest('hex')
		.slice(0, 32)}`;

/** Identity of a job (sha256, hex): equal jobs of several submitters are one. @param model - its digest @param software - name and version */
export function jobId({saved: _, ...message}: JobMessage, model: string, software: string): string {
	// Bytes are the same wherever they lie.
	const digestOf = (file: JobMessage['image']) => file && {name: file.name, sha256: file.blob.sha256};
	const facts = {...message, image: digestOf(message.image), mask: digestOf(message.mask)};
	return createHash('sha256')
		.update(JSON.stringify([facts, model, software]))
		.digest('hex');
}

import {z} from 'zod';

/** Identity of a file of a commit: its sha256, or, for a small one that git keeps itself, the name that git gives its content. */
export const digestSchema = z.object({kind: z.enum(['sha256', 'git']), hex: z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/)});
export type Digest = z.infer<typeof digestSchema>;

export const remoteFileSchema = z.object({
	/** Repository of the hub: `owner/name`. */
	repository: z.string(),
	/** The commit that it is taken of, 40 hexadecimal digits. */
	commit: z.string(),
	/** Its path in the repository, with `/`. */
	path: z.string(),
	bytes: z.int().min(0),
	digest: digestSchema,
});

/** A file as the hub has it: pinned to a commit, with the size and digest that it must have. */
export type RemoteFile = z.infer<typeof remoteFileSchema>;

import {listFiles, modelInfo} from '@huggingface/hub';
import {z} from 'zod';
import {exitCodes, UserError} from '../../errors.ts';
import type {Answer, Connection} from './connection.ts';
import {Cut} from './cut.ts';
import {leadsInside, type Wanted} from './names.ts';
import {refusal, unreachable} from './refusal.ts';
import {digestSchema, type RemoteFile} from './remote-file.ts';
import {type Patience, persist, short} from './retry.ts';

/** A repository at one commit. */
export type Repository = {
	readonly name: string;
	readonly commit: string;
	/** As its card says; empty when it does not. */
	readonly licence: string;
	readonly files: readonly RemoteFile[];
};

/** More files than any model has: a list without an end is none. */
const mostFiles = 20_000;
/** A page of the list, or what is said of a repository, in bytes. */
const mostBytes = 32_000_000;

const cardSchema = z.looseObject({
	license: z.union([z.string(), z.array(z.string())]).optional(),
	license_name: z.string().optional(),
});
const infoSchema = z.looseObject({sha: z.string().regex(/^[0-9a-f]{40}$/), cardData: cardSchema.nullish().catch(undefined)});

/**
Ask the hub what a repository holds: all pages of its list, at the commit that the revision means now.
@throws UserError: 69 when it is not there, 77 when it may not be seen, 75 when the hub cannot be reached, 65 for names that lead out of a folder
*/
export async function readRepository(
	connection: Connection,
	{repository, revision}: Wanted,
	{signal, patience = short}: {readonly signal?: AbortSignal | undefined; readonly patience?: Patience} = {},
): Promise<Repository> {
	const {endpoint} = connection;
	const fetch = fetchOver(connection, repository, signal);
	const asked = {hubUrl: endpoint, fetch};
	try {
		return await persist(
			async () => {
				const info = infoSchema.parse(await modelInfo({...asked, name: repository, revision, additionalFields: ['sha', 'cardData']}));
				const files: RemoteFile[] = [];
				let count = 0;
				for await (const entry of listFiles({...asked, repo: {type: 'model', name: repository}, recursive: true, revision: info.sha})) {
					if (++count > mostFiles) throw strange(repository, `lists more than ${mostFiles} files`);
					if (!leadsInside(entry.path))
						throw strange(repository, `names a file that would lie outside of its folder: ${JSON.stringify(entry.path)}`);
					if (entry.type !== 'file') continue;
					const digest = digestSchema.parse(entry.lfs ? {kind: 'sha256', hex: entry.lfs.oid} : {kind: 'git', hex: entry.oid});
					files.push({repository, commit: info.sha, path: entry.path, bytes: entry.lfs?.size ?? entry.size, digest});
				}
				return {name: repository, commit: info.sha, licence: licenceOf(info.cardData), files};
			},
			patience,
			signal,
		);
	} catch (error) {
		signal?.throwIfAborted();
		if (error instanceof Cut) throw unreachable(endpoint, error);
		if (error instanceof z.ZodError || error instanceof SyntaxError)
			throw strange(repository, 'is described in a way that is not understood', error);
		throw error;
	}
}

function licenceOf(card: z.infer<typeof cardSchema> | null | undefined): string {
	const {license, license_name} = card ?? {};
	const named = Array.isArray(license) ? license.join(', ') : license;
	return ((named === 'other' ? license_name : undefined) ?? named ?? '').slice(0, 100);
}

/** The `fetch` of the hub's library: over our connection, so that tokens, proxies and time limits are the same everywhere. */
const fetchOver =
	(connection: Connection, repository: string, signal: AbortSignal | undefined): typeof fetch =>
	async input => {
		const url = new URL(input instanceof Request ? input.url : input);
		const answer = await connection.get(url, {headers: {accept: 'application/json'}, signal});
		if (answer.status !== 200) {
			answer.drop();
			throw refusal(answer, repository, connection);
		}
		const link = answer.header('link');
		return new Response(await textOf(answer, repository), {
			headers: {'content-type': 'application/json', ...(link !== undefined && {link})},
		});
	};

/** A whole answer as text. @throws Cut when it ends early, UserError when it does not end */
async function textOf(answer: Answer, repository: string): Promise<string> {
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	try {
		await answer.read(chunk => {
			bytes += chunk.length;
			if (bytes > mostBytes) throw strange(repository, `is described in more than ${mostBytes} bytes`);
			chunks.push(Uint8Array.from(chunk));
			return undefined;
		});
	} catch (error) {
		answer.drop();
		throw error instanceof UserError ? error : new Cut('the answer was cut short', {cause: error});
	}
	return Buffer.concat(chunks).toString('utf8');
}

const strange = (repository: string, fault: string, cause?: unknown) =>
	new UserError(`${repository} ${fault}.`, {
		hint: 'Nothing was written. Another revision may do: owner/name@revision.',
		exitCode: exitCodes.badData,
		cause,
	});

import {exitCodes, UserError} from '../../errors.ts';
import type {Answer, Connection} from './connection.ts';
import {Cut} from './cut.ts';
import type {Taker} from './exchange.ts';
import type {Range} from './ranges.ts';
import {refusal} from './refusal.ts';
import type {RemoteFile} from './remote-file.ts';

/** Source of the bytes of one file. */
export type Source = {
	/** Whether the other side gives whole files only. */
	readonly givesOnlyWhole: () => boolean;
	/**
	Hand on the bytes of a range, in order, none before it and none behind it.
	@throws Cut when fewer come, or others: the caller must ask for the rest; UserError when it makes no sense to; what `take` throws
	*/
	readonly read: (range: Range, take: Taker, signal: AbortSignal) => Promise<void>;
};

/** So often a whole file may come instead of a part of it, until it counts as all that there is to get. */
const mostWhole = 3;
/** So often another ETag may come: behind some addresses stand machines that do not agree. The digest decides in the end. */
const mostEtags = 2;

/** Get a file from the hub: by way of its address there, which leads to a signed one elsewhere, until that one expires. */
export function openSource(connection: Connection, file: RemoteFile): Source {
	const start = new URL(
		`${connection.endpoint}/${file.repository}/resolve/${file.commit}/${file.path.split('/').map(encodeURIComponent).join('/')}`,
	);
	/** URL that it was last fetched from, if that is another host than the hub. */
	let signed: URL | undefined;
	let etag: string | undefined;
	let [wholes, etags] = [0, 0];

	const forget = () => {
		signed = undefined;
		etag = undefined;
	};

	/** An answer that begins with the first byte of the range. */
	async function ask(range: Range, signal: AbortSignal): Promise<{readonly answer: Answer; readonly skip: number}> {
		const answer = await connection.get(signed ?? start, {
			signal,
			headers: {
				range: `bytes=${range.start}-${range.end - 1}`,
				...(etag !== undefined && range.start > 0 && {'if-range': etag}),
			},
		});
		const fail = (error: Error): never => {
			answer.drop();
			throw error;
		};
		checkDigest(answer, file, fail);
		const isHub = answer.url.origin === start.origin;
		if (answer.status === 206) {
			const place = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(answer.header('content-range') ?? '');
			const isOfSize = place?.[3] === '*' || Number(place?.[3]) === file.bytes;
			if (!place || !isOfSize || Number(place[1]) !== range.start || Number(place[2]) >= range.end) {
				forget();
				fail(new Cut(`${answer.url.host} sent another part of the file than was asked for`));
			}
			const now = strong(answer.header('etag'));
			if (etag !== undefined && now !== undefined && now !== etag && etags < mostEtags) {
				etags++;
				forget();
				fail(new Cut(`${answer.url.host} has another file under this name now`));
			}
			wholes = 0;
			etag = etags < mostEtags ? now : undefined;
			signed = isHub ? undefined : answer.url;
			return {answer, skip: 0};
		}
		if (answer.status === 200) {
			const length = answer.header('content-length');
			if (length !== undefined && Number(length) !== file.bytes) {
				forget();
				fail(new Cut(`${answer.url.host} sent ${length} bytes for a file of ${file.bytes}`));
			}
			const isWhole = range.start === 0 && range.end === file.bytes;
			if (!isWhole && ++wholes < mostWhole) {
				forget();
				fail(new Cut(`${answer.url.host} sent the whole file for a part of it`));
			}
			return {answer, skip: range.start};
		}
		// A signed address that has expired, or is not known there any more: the hub gives another one.
		if (!isHub || answer.status === 416) {
			forget();
			fail(new Cut(`${answer.url.host} answered with ${answer.status}`, {waitMs: waitOf(answer)}));
		}
		return fail(refusal(answer, file.repository, connection));
	}

	return {
		givesOnlyWhole: () => wholes >= mostWhole,
		async read(range, take, signal) {
			const {answer, skip} = await ask(range, signal);
			let [skipped, left] = [0, range.end - range.start];
			// The answer's own end follows on its last byte: read to there, it leaves a connection for the next range.
			const isExact = answer.header('content-length') === String(left);
			try {
				const takePart: Taker = chunk => {
					const passed = Math.min(skip - skipped, chunk.length);
					skipped += passed;
					// Perhaps more than was asked for.
					const bytes = chunk.subarray(passed, passed + left);
					left -= bytes.length;
					return bytes.length > 0 ? take(bytes) : undefined;
				};
				await answer.read(takePart, () => left === 0 && !isExact);
				if (left === 0) return;
			} catch (error) {
				if (error instanceof Cut) signal.throwIfAborted();
				throw error;
			} finally {
				answer.drop();
			}
			throw new Cut(`${answer.url.host} sent ${left} bytes less than was asked for`);
		},
	};
}

/** A weak ETag says nothing about bytes. */
const strong = (etag: string | undefined): string | undefined => (etag?.startsWith('"') ? etag : undefined);

const waitOf = (answer: Answer): number => {
	const seconds = Number(answer.header('retry-after') ?? Number.NaN);
	return Number.isFinite(seconds) ? Math.min(300, Math.max(0, seconds)) * 1000 : 0;
};

/** The hub says on the way what the file must be: what stood in the list must stand there too. */
function checkDigest({linkedEtag}: Answer, {digest, path, repository}: RemoteFile, fail: (error: Error) => never): void {
	const linked = /^(?:W\/)?"?([0-9a-f]{64})"?$/.exec(linkedEtag ?? '')?.[1];
	if (linked === undefined || digest.kind !== 'sha256' || linked === digest.hex) return;
	fail(
		new UserError(`The hub gives another \`${path}\` of ${repository} than it lists.`, {
			hint: 'Try again later; a mirror may be between two states (HF_ENDPOINT).',
			exitCode: exitCodes.badData,
		}),
	);
}

import {Busboy} from '@fastify/busboy';
import {parseJson} from '../parse-json.ts';
import {Refusal} from './refusal.ts';

/** Fields of a request, from JSON or from a form, whose fields are all texts; files by the names of their fields. */
export type Form = {
	readonly fields: Readonly<Record<string, unknown>>;
	readonly files: readonly {readonly field: string; readonly bytes: Uint8Array}[];
};

/** No client sends more, and each part takes memory (a field in bytes). */
const limits = {fieldNameSize: 100, fieldSize: 200_000, fields: 64, files: 32, parts: 96, headerPairs: 32, headerSize: 16_384};

/** Turns of the event loop without progress, all of the body being there, after which there will be none. */
const mostIdleTurns = 100;

/** Fields of a body by its type. @throws Refusal (400, 415) */
export async function parseForm(body: Buffer, type: string): Promise<Form> {
	if (/^multipart\/form-data\s*;/i.test(type)) return parseMultipart(body, type);
	// Browsers send other sites' forms as the types that are refused here without asking first.
	if (/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type)) return {fields: parseObject(body), files: []};
	throw new Refusal(415, `The body is ${type === '' ? 'of no type' : 'of another type'}.`, 'Send application/json or multipart/form-data.');
}

function parseObject(body: Buffer): Form['fields'] {
	let parsed: unknown;
	try {
		parsed = parseJson(body.toString('utf8'));
	} catch {
		throw new Refusal(400, 'The body is no JSON.', 'Send one JSON object.');
	}
	if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
		throw new Refusal(400, 'The body is no JSON object.', 'Send one JSON object.');
	return Object.fromEntries(Object.entries(parsed).filter(([, value]) => value !== null));
}

async function parseMultipart(body: Buffer, type: string): Promise<Form> {
	const fields: Record<string, unknown> = Object.create(null);
	const files: Form['files'][number][] = [];
	const broken = (why: string) =>
		new Refusal(400, `The form cannot be read: ${why}.`, 'Send it as multipart/form-data, to its last boundary.');
	await new Promise<void>((resolve, reject) => {
		const fail = (error: unknown) => reject(broken(error instanceof Error ? error.message.slice(0, 100) : 'it is damaged'));
		let [idleTurns, isOver] = [0, false];
		// The parser waits for ever at a large part that is no field.
		const watch = () => {
			if (isOver) return;
			if (++idleTurns > mostIdleTurns) fail(new Error('a part of it is no field'));
			else setImmediate(watch);
		};
		try {
			const busboy = new Busboy({
				headers: {'content-type': type},
				limits,
				isPartAFile: (_, contentType, fileName) =>
					fileName !== undefined || contentType === 'application/octet-stream' || /^image\//.test(contentType ?? ''),
			});
			busboy.on('field', (name, value, isNameCut, isValueCut) => {
				idleTurns = 0;
				if (isNameCut || isValueCut) reject(broken('a field is too long'));
				else fields[name] = value;
			});
			busboy.on('file', (field, stream) => {
				// A part may have no name, whatever the types say.
				const chunks: Buffer[] = [];
				stream.on('data', (chunk: Buffer) => {
					idleTurns = 0;
					chunks.push(chunk);
				});
				stream.on('error', fail);
				stream.on('end', () => files.push({field: field ?? '', bytes: Buffer.concat(chunks)}));
			});
			for (const limit of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const)
				busboy.on(limit, () => reject(broken('it has too many parts')));
			busboy.on('error', fail);
			busboy.on('finish', () => {
				isOver = true;
				resolve();
			});
			busboy.end(body);
			watch();
		} catch (error) {
			fail(error);
		}
	});
	return {fields, files};
}

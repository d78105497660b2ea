import {readdir, stat} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes, UserError} from '../../../errors.ts';
import {readWhole} from '../../../files/read-file.ts';
import {withoutMark} from '../../../parse-json.ts';
import {adapters} from './adapters.ts';
import type {WrittenItem} from './mapping.ts';

/** The longest list of items (bytes): pictures may stand in it. */
const maxListBytes = 400_000_000;

/**
The records of a list: JSON Lines, a JSON array, or one JSON object of records by key; of a folder, those of the files in its folders.
@throws UserError: 66 when there is none, 65 when it cannot be read
*/
export async function readRecords(source: string, fileName = adapters.kris.file ?? 'annotation.json'): Promise<WrittenItem[]> {
	const facts = await stat(source).catch(() => undefined);
	if (!facts?.isDirectory()) return readFile(source);
	const records: WrittenItem[] = [];
	for (const name of (await readdir(source)).sort()) {
		const file = path.join(source, name, fileName);
		if (await stat(file).catch(() => undefined)) records.push(...(await readFile(file)));
	}
	if (records.length > 0) return records;
	throw bad(`No folder in \`${source}\` has a file \`${fileName}\`.`, 'Name a list of items: a .jsonl or .json file.');
}

async function readFile(file: string): Promise<WrittenItem[]> {
	const bytes = await readWhole(file, {
		kind: 'list of items',
		maxBytes: maxListBytes,
		hint: 'Name a file with one JSON object a line, or `parabench-mini`.',
	});
	const text = withoutMark(Buffer.from(bytes).toString('utf8')).trim();
	const folder = path.dirname(file);
	if (text === '')
		throw bad(`The list \`${file}\` is empty.`, 'Write one item a line, for example {"id": "1", "instruction": "a red kite"}.');
	if (text.startsWith('[')) return fromArray(parse(text, file), file, folder);
	const [first = '', ...more] = text.split('\n');
	// One line alone may hold all records by their keys.
	const isLines = isJson(first) && (more.length > 0 || !isMap(JSON.parse(first)));
	return isLines ? fromLines(text, file, folder) : fromMap(parse(text, file), file, folder);
}

const fromLines = (text: string, file: string, folder: string): WrittenItem[] =>
	text.split('\n').flatMap((line, index) => {
		const where = `line ${index + 1}`;
		return line.trim() === '' ? [] : [{fields: fieldsOf(parse(line, file, where), file, where), where, folder}];
	});

const fromArray = (values: unknown, file: string, folder: string): WrittenItem[] =>
	(Array.isArray(values) ? values : []).map((value: unknown, index) => {
		const where = `record ${index + 1}`;
		return {fields: fieldsOf(value, file, where), where, folder};
	});

const fromMap = (values: unknown, file: string, folder: string): WrittenItem[] =>
	Object.entries(fieldsOf(values, file, 'the file')).map(([key, value]) => {
		const where = `record \`${key}\``;
		return {fields: fieldsOf(value, file, where), where, key, folder};
	});

function fieldsOf(value: unknown, file: string, where: string): Readonly<Record<string, unknown>> {
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
	throw bad(
		`In \`${file}\`, ${where} is no JSON object.`,
		'Write each item as an object, for example {"id": "1", "instruction": "a red kite"}.',
	);
}

/** Whether an object holds nothing but objects. */
const isMap = (value: unknown): boolean =>
	typeof value === 'object' && value !== null && Object.values(value).every(each => typeof each === 'object' && each !== null);

function isJson(text: string): boolean {
	try {
		return typeof JSON.parse(text) === 'object';
	} catch {
		return false;
	}
}

function parse(text: string, file: string, where = 'the file'): unknown {
	try {
		return JSON.parse(text);
	} catch (cause) {
		throw bad(`In \`${file}\`, ${where} is no JSON.`, 'Check it with jq, which says what is wrong.', cause);
	}
}

const bad = (message: string, hint: string, cause?: unknown) => new UserError(message, {hint, exitCode: exitCodes.badData, cause});

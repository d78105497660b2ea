import {exitCodes, UserError} from '../../errors.ts';
import {parseCsv} from '../../files/csv.ts';
import {withoutMark} from '../../parse-json.ts';
import {short} from './job-names.ts';

/** A job as it is written down: fields by name, as values or as texts that say them. */
export type WrittenJob = {
	/** From 1, in the order of the file. */
	readonly number: number;
	/** Its line, from 1. */
	readonly line: number;
	readonly fields: Readonly<Record<string, string | number | boolean>>;
};

export type JobFormat = 'jsonl' | 'csv' | 'lines';

/** The jobs of a list. @throws UserError (65) for one that cannot be read */
export function parseJobs(text: string, format: JobFormat = sniff(text)): WrittenJob[] {
	const jobs = format === 'csv' ? fromCsv(text) : linesOf(text).map(format === 'jsonl' ? fromJson : fromPlain);
	if (jobs.length > 0) return jobs;
	throw bad('The list of jobs is empty.', 'Write one job a line, for example {"instruction": "a cat in the snow"}.');
}

/** The format of a list by its first line: no column is called `{`, and a table has one for the instruction; else each line is an instruction. */
function sniff(text: string): JobFormat {
	const [first = ''] = withoutMark(text).trimStart().split('\n');
	if (/^[{[]/.test(first)) return 'jsonl';
	const isTable = /^"?sep=/i.test(first) || /(?:^|[,;\t|"])\s*(?:instruction|prompt|image)\s*(?:$|[,;:\t|"])/i.test(first.trim());
	return isTable || first === '' ? 'csv' : 'lines';
}

type Line = {readonly content: string; readonly line: number};

const linesOf = (text: string): readonly Line[] =>
	withoutMark(text)
		.split('\n')
		.map((content, index) => ({content: content.trim(), line: index + 1}))
		.filter(({content}) => content !== '');

const fromJson = ({content, line}: Line, index: number): WrittenJob => ({number: index + 1, line, fields: fieldsOf(content, line)});

const fromPlain = ({content, line}: Line, index: number): WrittenJob => ({number: index + 1, line, fields: {instruction: content}});

function fieldsOf(content: string, line: number): WrittenJob['fields'] {
	if (content.startsWith('['))
		throw bad(`Line ${line} begins a JSON array.`, "Write one object a line; jq makes them of an array: jq -c '.[]' jobs.json");
	const parsed = parseJson(content, line);
	if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw notAJob(line);
	return Object.fromEntries(
		Object.entries(parsed).flatMap(([name, value]: [string, unknown]) => {
			if (value === null) return [];
			if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return [[name, value]];
			throw bad(`Line ${line}: \`${short(name)}\` must be text, a number or true or false.`, 'Change or leave out that field.');
		}),
	);
}

function parseJson(content: string, line: number): unknown {
	try {
		return JSON.parse(content);
	} catch (cause) {
		throw notAJob(line, cause);
	}
}

/** Separators of cells besides commas, for numbers with a comma and for copies from a spreadsheet. */
const separators = [',', ';', '\t', '|'];

function fromCsv(written: string): WrittenJob[] {
	const {text, separator} = separated(withoutMark(written));
	const [head, ...rows] = parseCsv(text, separator);
	if (!head) return [];
	// A spreadsheet may think that there are more columns than have a name.
	const names = head.cells.map(name => name.trim());
	while (names.at(-1) === '') names.pop();
	checkColumns(names);
	return rows.map(({line, cells}, index) => {
		const unnamed = cells.findIndex((cell, column) => cell.trim() !== '' && (names[column] ?? '') === '');
		if (unnamed >= names.length)
			throw bad(`Line ${line} has ${cells.length} cells for ${names.length} columns.`, `Put a cell that holds \`${separator}\` in quotes.`);
		if (unnamed !== -1) throw bad(`Line ${line} has something in column ${unnamed + 1}, which has no name.`, 'Name it in the first line.');
		const given = names.map((name, column) => [name, cells[column] ?? ''] as const).filter(([, cell]) => cell !== '');
		return {number: index + 1, line, fields: Object.fromEntries(given)};
	});
}

/** The table, and what separates its cells: as Excel says in a line of its own, or as the first line shows. */
function separated(text: string): {readonly text: string; readonly separator: string} {
	const [said, separator] = /^"?sep=([,;|\t])"?\r?\n/i.exec(text) ?? [];
	// The line is left empty, so that the others keep their numbers.
	if (said !== undefined && separator !== undefined) return {text: `\n${text.slice(said.length)}`, separator};
	const head = /[^\r\n]+/.exec(text)?.[0] ?? '';
	const counts = separators.map(letter => head.split(letter).length);
	return {text, separator: separators[counts.indexOf(Math.max(...counts))] ?? ','};
}

function checkColumns(names: readonly string[]): void {
	const known = new Set<string>();
	for (const name of names.filter(name => name !== '')) {
		if (known.has(name.toLowerCase()))
			throw bad(`The table has two columns \`${short(name)}\`.`, 'Call them differently, or leave one out.');
		known.add(name.toLowerCase());
	}
	if (!known.has('instruction') && !known.has('prompt')) {
		throw bad(
			'The table has no column `instruction`.',
			'Its first line names the columns, between commas, semicolons, tabs or bars, for example: instruction,seed,image',
		);
	}
}

const notAJob = (line: number, cause?: unknown) =>
	bad(`Line ${line} is not a job.`, 'Write one JSON object a line, for example {"instruction": "a cat in the snow", "seed": 7}.', cause);

const bad = (message: string, hint: string, cause?: unknown) => new UserError(message, {hint, exitCode: exitCodes.badData, cause});

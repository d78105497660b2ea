import path from 'node:path';
import {exitCodes, UserError} from '../../../errors.ts';
import type {EvalItem} from '../item.ts';
import {toTruth} from '../truth.ts';
import {isBelow} from './is-below.ts';
import type {Mapping, Place, WrittenItem} from './mapping.ts';

/** Longer ones are no names, and no instructions. */
const maxIdLetters = 200;

/** An item of a record; `undefined` for one that starts from several pictures, which no system here takes. @throws UserError (65) */
export function toItem(record: WrittenItem, mapping: Mapping): EvalItem | undefined {
	const {fields, where, folder} = record;
	const read = (place: Place | undefined) => valueAt(record, place);
	const text = (name: string, place: Place | undefined): string => {
		const value = asText(read(place));
		if (value !== undefined) return value;
		throw bad(
			`${where[0]?.toUpperCase()}${where.slice(1)} of the items has no \`${name}\`.`,
			`Name where it stands in a mapping file: --map map.json (${fieldHelp}).`,
		);
	};
	const images = filesOf(read(mapping.image));
	if (images.length > 1) return undefined;
	const [image] = images.map(file => below(file, folder, where));
	const [referenceImage] = filesOf(read(mapping.referenceImage)).map(file => below(file, folder, where));
	const truth = toTruth(fields, where);
	const task = asText(read(mapping.task)) ?? (image === undefined && truth?.source === undefined ? 'gen' : 'edit');
	const reference = asText(read(mapping.reference));
	const item: EvalItem = {
		id: text('id', mapping.id).slice(0, maxIdLetters),
		task: taskFrom(task, where),
		category: text('category', mapping.category),
		instruction: text('instruction', mapping.instruction),
		...(image !== undefined && {image}),
		...(reference !== undefined && {reference}),
		...(referenceImage !== undefined && {referenceImage}),
		...(truth && {truth}),
	};
	if (item.task === 'edit' && item.image === undefined && !item.truth?.source)
		throw bad(`The item \`${item.id}\` is an edit and has no picture.`, 'Give it an `image`, or make it a generation: "task": "gen".');
	return item;
}

const fieldHelp = '{"id": "name of a field", ...}';

function taskFrom(given: string, where: string): EvalItem['task'] {
	const task = given.toLowerCase();
	if (/^edit/.test(task)) return 'edit';
	if (/^(gen|t2i|text-to-image)/.test(task)) return 'gen';
	throw bad(`${where}: the task is \`${given}\`.`, 'It must be edit or gen.');
}

function valueAt({fields, key, folder}: WrittenItem, place: Place | undefined): unknown {
	if (place === undefined) return undefined;
	if (typeof place === 'string') return fields[place];
	if (Array.isArray(place)) return place.map(name => fields[name]).find(value => value !== undefined && value !== null);
	if ('is' in place) return place.is;
	return place.from === 'key' ? key && `${path.basename(folder)}-${key}` : path.basename(path.resolve(folder));
}

const asText = (value: unknown): string | undefined =>
	typeof value === 'number' ? String(value) : typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

const filesOf = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).flatMap((each: unknown) => asText(each) ?? []);

/** A list of others may not have pictures from elsewhere sent to a judge. */
function below(file: string, folder: string, where: string): string {
	if (isBelow(file)) return path.join(folder, file);
	throw bad(
		`${where} names the picture \`${file}\`, outside of the folder of its list.`,
		'Put the pictures beside the list, and name them from there.',
	);
}

const bad = (message: string, hint: string) => new UserError(message, {hint, exitCode: exitCodes.badData});

import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {z} from 'zod';
import {exitCodes, UserError} from '../../errors.ts';
import {readLines} from '../../files/json-lines.ts';
import {decodeImage, readRgb} from '../../picture/codec.ts';
import {isBelow} from './adapters/is-below.ts';
import {readRecords} from './adapters/read-records.ts';
import type {EvalOutput, Outputs, System} from './output.ts';
import {isStorybookRecord, storybookOutput} from './storybook-records.ts';

/** The manifest of a folder of outputs. */
export const manifestName = 'outputs.jsonl';
const storybookName = 'items.jsonl';
/** The most of a text that is read (letters): longer ones are no reasoning. */
const maxTextLetters = 100_000;

/** Its first line may say whose the outputs are, and how they came to be. */
export const headSchema = z.looseObject({system: z.looseObject({name: z.string()})});
export const outputSchema = z.looseObject({
	id: z.union([z.string(), z.number()]).transform(String),
	/** A file in the folder. */
	image: z.string().optional(),
	text: z.string().optional(),
	/** A file in the folder that holds the text. */
	textFile: z.string().optional(),
});

/**
The outputs of any system, in a folder: with a manifest, outputs.jsonl; or as mmada's own bench leaves them; or just files, called
`<id>.png` (or .jpg, .webp) and `<id>.txt`.
@throws UserError: 66 when there is no such folder, 65 when its manifest cannot be read
*/
export async function readOutputs(folder: string): Promise<Outputs> {
	const names = await readdir(folder).catch((cause: unknown) => {
		throw new UserError(`There is no folder of outputs \`${folder}\`.`, {
			hint: 'Name a folder with outputs.jsonl, or with <id>.png and <id>.txt of each item.',
			exitCode: exitCodes.noInput,
			cause,
		});
	});
	const named = {name: path.basename(path.resolve(folder)), disclosed: {}};
	if (names.includes(manifestName)) return fromManifest(folder, named);
	if (names.includes(storybookName)) return fromStorybook(path.join(folder, storybookName), named);
	return fromFiles(folder, names, named);
}

async function fromManifest(folder: string, named: System): Promise<Outputs> {
	const file = path.join(folder, manifestName);
	const values = (await readRecords(file)).map(({fields}) => fields);
	const head = headSchema.safeParse(values[0]);
	const lines = (head.success ? values.slice(1) : values).map(value => outputSchema.safeParse(value));
	const written = new Map(lines.flatMap(({success, data}) => (success ? [[data.id, data] as const] : [])));
	const bad = lines.length - lines.filter(({success}) => success).length;
	if (bad > 0) throw notManifest(file, `${bad} lines of it are no outputs`);
	const system = head.success ? {name: head.data.system.name, disclosed: head.data.system} : named;
	return {
		system,
		async outputOf(id) {
			const line = written.get(id);
			if (!line) return {};
			const {image, textFile} = line;
			const text = line.text ?? (textFile === undefined ? undefined : await readFile(inFolder(folder, textFile), 'utf8'));
			return {
				...(text !== undefined && {text: text.slice(0, maxTextLetters)}),
				...(image !== undefined && {picture: await readRgb(inFolder(folder, image))}),
			};
		},
	};
}

function inFolder(folder: string, file: string): string {
	if (isBelow(file)) return path.join(folder, file);
	throw notManifest(path.join(folder, manifestName), `it names \`${file}\`, outside of its folder`);
}

async function fromStorybook(file: string, named: System): Promise<Outputs> {
	const {values} = await readLines(file, {isEach: true});
	const records = values.filter(
		(value): value is Record<string, unknown> => typeof value === 'object' && value !== null && isStorybookRecord({...value}),
	);
	const outputs = new Map(records.map(record => storybookOutput(record)).map(output => [output.id, output]));
	if (outputs.size === 0) throw notManifest(file, 'it holds no results of a bench');
	return {
		system: named,
		async outputOf(id): Promise<EvalOutput> {
			const found = outputs.get(id);
			return found ? {text: found.text, picture: await decodeImage(found.png, `${file} (${id})`)} : {};
		},
	};
}

/** Endings of pictures, in the order in which they are looked for. */
const pictureEndings = ['.png', '.webp', '.jpg', '.jpeg', '.avif'];

function fromFiles(folder: string, names: readonly string[], system: System): Outputs {
	const known = new Set(names);
	return {
		system,
		async outputOf(id) {
			const stem = fileStem(id);
			const image = pictureEndings.map(ending => `${stem}${ending}`).find(name => known.has(name));
			const hasText = known.has(`${stem}.txt`);
			return {
				...(hasText && {text: (await readFile(path.join(folder, `${stem}.txt`), 'utf8')).slice(0, maxTextLetters)}),
				...(image !== undefined && {picture: await readRgb(path.join(folder, image))}),
			};
		},
	};
}

/** Stem of an item's files: its id, with `_` for characters that no file name should hold. */
export const fileStem = (id: string): string => id.replace(/[^\p{L}\p{N}._-]/gu, '_').replace(/^\.+/, '_');

const notManifest = (file: string, why: string) =>
	new UserError(`\`${file}\` cannot be read: ${why}.`, {
		hint: 'Write one output a line, for example {"id": "1", "image": "1.png", "text": "..."}.',
		exitCode: exitCodes.badData,
	});

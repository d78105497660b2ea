import {createHash} from 'node:crypto';
import path from 'node:path';
import type {Engine} from '../../engine/engine.ts';
import {exitCodes, UserError} from '../../errors.ts';
import {codeOf} from '../../files/errors.ts';
import {type Appender, openLines, readLines} from '../../files/json-lines.ts';
import {saveTogether} from '../../files/save.ts';
import {encodePng, type Pixels} from '../../picture/codec.ts';
import type {JobSettings} from '../../run/job.ts';
import type {Artwork} from '../../world/art/draw.ts';
import {runExercise} from '../storybook/run-exercise.ts';
import type {EvalItem} from './item.ts';
import {inputOf} from './pictures.ts';
import {fileStem, headSchema, manifestName, outputSchema} from './read-outputs.ts';

/** Everything that decides the outputs of a model: outputs made with others are not continued. */
export type Making = {
	readonly name: string;
	readonly model: string;
	/** sha256 (hex) of the list of items. */
	readonly items: string;
	readonly seed: number;
	readonly settings: JobSettings;
};

/** The outputs of a model in a folder, in the form that `readOutputs` reads. */
export type MadeOutputs = {
	/** Ids of the items that are there. */
	readonly done: ReadonlySet<string>;
	readonly add: (
		id: string,
		made: {readonly text: string; readonly picture: Pixels; readonly seed: number; readonly elapsedMs: number},
	) => Promise<void>;
} & AsyncDisposable;

/** Begin the outputs of a model in a folder, or continue them. @throws UserError (73) for those of another model, list or setting */
export async function openMade(folder: string, making: Making): Promise<MadeOutputs> {
	const file = path.join(folder, manifestName);
	const head = {system: {...making, thinking: 'parallel', rewritten: false}};
	const left = await readLines(file).catch((error: unknown) => {
		if (codeOf(error) === 'ENOENT') return undefined;
		throw error;
	});
	const begun = left && left.bytes > 0 ? left : undefined;
	if (begun && !isSame(begun.values[0], head)) {
		throw new UserError(`\`${folder}\` holds outputs of another model, list, seed or setting.`, {
			hint: 'Name another folder with --out.',
			exitCode: exitCodes.cannotCreate,
		});
	}
	const lines = await openLines(file, left ? (begun?.bytes ?? 0) : undefined);
	if (!begun) await lines.add(head);
	const written = (begun?.values.slice(1) ?? []).map(value => outputSchema.safeParse(value));
	return {
		done: new Set(written.flatMap(({success, data}) => (success ? data.id : []))),
		add: async (id, made) => add(lines, folder, id, made),
		[Symbol.asyncDispose]: lines[Symbol.asyncDispose],
	};
}

const isSame = (value: unknown, head: unknown): boolean =>
	headSchema.safeParse(value).success && JSON.stringify(value) === JSON.stringify(head);

const add = async (lines: Appender, folder: string, id: string, {text, picture, seed, elapsedMs}: Parameters<MadeOutputs['add']>[1]) => {
	// The picture first: a line speaks of nothing that is not there.
	const [image = ''] = await saveTogether(folder, fileStem(id), [{extension: '.png', bytes: await encodePng(picture)}], {force: true});
	await lines.add({id, image: path.basename(image), text, seed, elapsedMs: Math.round(elapsedMs)});
};

/** The seed that an item is decoded with: the same for the same item, whatever else is in the list. */
export const itemSeed = (id: string, seed: number): number => createHash('sha256').update(`${seed} ${id}`).digest().readUInt32BE();

/** Way of bringing a picture to the size that the model takes. */
export type Prepare = (picture: Pixels) => Promise<Pixels>;

/** Output of a model for an item. @throws UserError when the engine ended before the run did */
export async function makeOutput(
	engine: Engine,
	item: EvalItem,
	{
		seed,
		settings,
		prepare,
		artwork,
	}: {readonly seed: number; readonly settings: JobSettings; readonly prepare: Prepare; readonly artwork: Artwork},
): Promise<{readonly text: string; readonly picture: Pixels; readonly seed: number; readonly elapsedMs: number}> {
	const input = await inputOf(item, artwork);
	const {text, picture, elapsedMs} = await runExercise(engine, {item, seed}, input && (await prepare(input)), settings);
	return {text, picture, seed, elapsedMs};
}

import {readableBytes} from '../../../app/readable.ts';
import {thisProcess} from '../../../app/this-process.ts';
import {inspectModel, type ModelInfo} from '../../../model/inspect.ts';
import {printable, toJson} from '../../../printable.ts';
import {findFolder, type ModelPlaces} from '../../../store/find-model.ts';
import {listUnfinished} from '../../../store/remove.ts';
import {bundledName, storedFolder, storedNames} from '../../../store/stored-models.ts';
import type {Parsed} from '../../parse/parse.ts';
import {oneWord} from '../../parse/single-argument.ts';
import {printData, printNotice} from '../../terminal/out.ts';
import {deviceRows} from './device-rows.ts';

type Flags = Parsed['flags'];

const readableCount = (count: number): string =>
	count >= 1e9 ? `${(count / 1e9).toFixed(2)} billion` : `${(count / 1e6).toFixed(2)} million`;

/** `mmada models list`: one line per model. A model that cannot be read is listed with what is wrong. */
export async function list(_words: readonly string[], flags: Flags, places: ModelPlaces): Promise<void> {
	const {modelsFolder} = places;
	const names = [bundledName, ...(modelsFolder === undefined ? [] : await storedNames(modelsFolder))];
	const rows = await Promise.all(
		names.map(async name => {
			const folder = name === bundledName ? places.bundledFolder : ((await storedFolder(modelsFolder ?? '', name)) ?? '');
			const info = await inspectModel(folder).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
			return {name, folder, info};
		}),
	);
	if (flags.json === true) {
		const shown = rows.map(({name, folder, info}) =>
			info instanceof Error ? {name, folder, error: info.message} : {name, ...plain(info)},
		);
		printData(`${toJson(shown, '\t')}\n`);
		return;
	}
	const width = Math.max(...names.map(({length}) => length));
	for (const {name, info} of rows) {
		const what =
			info instanceof Error
				? `cannot be used: ${info.message}`
				: `${info.family.title}, ${readableCount(info.parameters)} parameters, ${readableBytes(info.diskBytes)}`;
		printData(`${printable(`${name.padEnd(width)}  ${what}`)}\n`);
	}
	const unfinished = modelsFolder === undefined ? [] : await listUnfinished(modelsFolder, await thisProcess());
	for (const {name, holder} of unfinished) {
		const what = holder ? `is being made by process ${holder.by.pid}` : 'is not finished: ask for it again to continue, or remove it';
		printNotice(`${printable(name)} ${what}\n`);
	}
}

/** `mmada models info <model>`. */
export async function info(words: readonly string[], flags: Flags, places: ModelPlaces): Promise<void> {
	const name = oneWord(words, 'model', `mmada models info ${bundledName}`);
	const found = await inspectModel(await findFolder(name, places));
	printData(flags.json === true ? `${toJson({name, ...plain(found)}, '\t')}\n` : describe(name, found));
}

/** A model as `--json` prints it. */
function plain({family, config, things, cannotDraw: _, ...info}: ModelInfo) {
	return {...info, family: family.name, network: config.network, ...(things && {things: things.map(([name]) => name)})};
}

function describe(name: string, info: ModelInfo): string {
	const {folder, family, vocabulary, parameters, imageParameters, ...sizes} = info;
	const {network} = info.config;
	const rows = [
		['model', `${name}: ${family.title}${network.architecture === '' ? '' : ` (${short(network.architecture)})`}`],
		['folder', folder],
		[
			'transformer',
			`${network.layers} layers, width ${network.width}, ${network.heads} heads, MLP ${network.mlpWidth}, ${vocabulary} tokens`,
		],
		['parameters', `${readableCount(parameters)}, and ${readableCount(imageParameters)} in the image tokenizer`],
		['stored as', sizes.types.join(', ')],
		['on disk', readableBytes(sizes.diskBytes)],
		...deviceRows(sizes.needs),
		['licence', sizes.licence === '' ? 'not stated in its README.md' : sizes.licence],
	];
	return rows.map(([key = '', value = '']) => `${key.padEnd(12)} ${printable(value)}\n`).join('');
}

/** A text from another's file, shortened to one line. */
const short = (text: string): string => (text.length > mostLetters ? `${text.slice(0, mostLetters)}…` : text);
const mostLetters = 200;

/** `mmada models path <model>`: for scripts. */
export async function printPath(words: readonly string[], _flags: Flags, places: ModelPlaces): Promise<void> {
	const name = oneWord(words, 'model', `mmada models path ${bundledName}`);
	printData(`${await findFolder(name, places)}\n`);
}

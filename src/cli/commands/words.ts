import wrapAnsi from 'wrap-ansi';
import {hasExactReading} from '../../app/findings.ts';
import {beginningsIn, knownWords, noneWith, wordsWith} from '../../app/known-words.ts';
import {modelPlaces} from '../../app/model-places.ts';
import {type ExitCode, exitCodes, UserError} from '../../errors.ts';
import {toJson} from '../../printable.ts';
import {bundledName, findFolder} from '../../store/find-model.ts';
import {askableEdits, askableWords} from '../../world/language/askable.ts';
import type {Parsed} from '../parse/parse.ts';
import {textFrom} from '../parse/read-flag.ts';
import {printData} from '../terminal/out.ts';

/** `mmada words`: everything that a model can be asked for, or its words with some beginnings. */
export async function words({input, flags}: Parsed): Promise<ExitCode> {
	const folder = await findFolder(textFrom(flags, 'model') ?? bundledName, modelPlaces());
	const beginnings = beginningsIn(input.join(' '));
	if (beginnings.length > 0) return begunWith(beginnings, await knownWords(folder), flags.json === true);
	const isOfTheWorld = await hasExactReading(folder);
	if (flags.json === true) {
		printData(`${toJson(isOfTheWorld ? {words: askableWords, edits: askableEdits} : {words: null}, '\t')}\n`);
		return exitCodes.ok;
	}
	const text = isOfTheWorld ? wordsText(process.stdout.columns ?? widestText) : anyWords;
	printData(`${text}\n`);
	return exitCodes.ok;
}

const anyWords = 'This model reads any words: ask for whatever you like.';

/** Prints the known words that begin so, one a line. @param known - none of a model that reads any words @throws UserError (65) for none */
function begunWith(beginnings: readonly string[], known: readonly string[], isJson: boolean): ExitCode {
	const found = wordsWith(beginnings, known);
	if (known.length > 0 && found.length === 0)
		throw new UserError(noneWith(beginnings), {hint: 'All that can be asked for: mmada words', exitCode: exitCodes.badData});
	const text = known.length === 0 ? anyWords : found.join('\n');
	printData(`${isJson ? toJson({known: known.length === 0 ? null : found}, '\t') : text}\n`);
	return exitCodes.ok;
}

const widestText = 100;

/** The words of the world, wrapped. @param columns - of the window */
export function wordsText(columns: number): string {
	const kinds = askableWords.map(({kind, words: said}) => [kind, said.map(({word}) => word).join(', ')] as const);
	const edits = askableEdits.map(({kind, example}) => [kind, `"${example}"`] as const);
	return [
		'A picture has up to three things, one of each kind:',
		...rows(kinds, columns),
		'Other words for many of them are read too (kitten, scarlet, tiny, at the seaside).',
		'',
		'What can be done to a picture:',
		...rows(edits, columns),
	].join('\n');
}

function rows(pairs: readonly (readonly [string, string])[], columns: number): string[] {
	const width = Math.max(...pairs.map(([name]) => name.length));
	const room = Math.max(20, Math.min(columns, widestText) - width - 4);
	return pairs.flatMap(([name, text]) =>
		wrapAnsi(text, room)
			.split('\n')
			.map((line, index) => `  ${(index === 0 ? name : '').padEnd(width)}  ${line}`),
	);
}

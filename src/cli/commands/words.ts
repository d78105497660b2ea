import wrapAnsi from 'wrap-ansi';
import {hasExactReading} from '../../app/findings.ts';
import {modelPlaces} from '../../app/model-places.ts';
import {usage} from '../../app/usage-error.ts';
import {type ExitCode, exitCodes} from '../../errors.ts';
import {toJson} from '../../printable.ts';
import {bundledName, findFolder} from '../../store/find-model.ts';
import {askableEdits, askableWords} from '../../world/language/askable.ts';
import type {Parsed} from '../parse/parse.ts';
import {textFrom} from '../parse/read-flag.ts';
import {printData} from '../terminal/out.ts';

/** `mmada words`: everything that a model can be asked for. */
export async function words({input, flags}: Parsed): Promise<ExitCode> {
	if (input.length > 0) throw usage('`words` takes no words.', 'Try: mmada words');
	const isOfTheWorld = await hasExactReading(await findFolder(textFrom(flags, 'model') ?? bundledName, modelPlaces()));
	if (flags.json === true) {
		printData(`${toJson(isOfTheWorld ? {words: askableWords, edits: askableEdits} : {words: null}, '\t')}\n`);
		return exitCodes.ok;
	}
	const text = isOfTheWorld ? wordsText(process.stdout.columns ?? widestText) : 'This model reads any words: ask for whatever you like.';
	printData(`${text}\n`);
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

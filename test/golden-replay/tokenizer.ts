import type {TokenId} from '../../src/decoder/ids.ts';
import {openTokenizer} from '../../src/model/text/tokenizer.ts';
import {readJsonAs} from './files.ts';
import {same, type Tally} from './tally.ts';

type Golden = {
	readonly length: number;
	readonly encode: readonly {readonly text: string; readonly ids: readonly number[]}[];
	readonly decode: readonly {readonly ids: readonly TokenId[]; readonly text: string; readonly text_skip_special: string}[];
};

/** Replay tokenizer/golden.json. */
export async function replayTokenizer(name: string, folder: string, file: string, tally: Tally): Promise<void> {
	const {length, encode, decode} = await readJsonAs<Golden>(file);
	const tokenizer = await openTokenizer(folder);
	await tally.check(`${name}: length`, () => same('the length', tokenizer.length, length));
	for (const {text, ids} of encode) {
		await tally.check(`${name}: tokens of ${JSON.stringify(text)}`, () => same('the tokens', tokenizer.encode(text), ids));
	}
	for (const {ids, text, text_skip_special: shown} of decode) {
		await tally.check(`${name}: text of ${JSON.stringify(ids)}`, () => {
			same('the text with special tokens', tokenizer.decode(ids, {withSpecial: true}), text);
			same('the text without', tokenizer.decode(ids), shown);
		});
	}
}

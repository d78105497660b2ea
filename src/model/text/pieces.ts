import type {TokenId} from '../../decoder/ids.ts';
import {openTokenizer} from './tokenizer.ts';

/** The piece of text that each token of a checkpoint is, without spaces around it. @throws UserError (exit 65 or 66) */
export async function openPieces(folder: string): Promise<(id: number) => string> {
	const tokenizer = await openTokenizer(folder);
	// Any number below its length is a token of the model: the brand is put back.
	return id => tokenizer.decode([id as TokenId]).trim();
}

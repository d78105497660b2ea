import type {CodeId} from '../decoder/ids.ts';
import {openModel} from './open.ts';

/** Words that are short for any model, and known to most. */
const instruction = 'a cat';

/**
Check all that a folder says of its model, in this process: files, tensors, tokenizer, and the sequences of a generation and of an edit.
No weight is read. @throws UserError (exit 65 or 66)
*/
export async function checkModel(folder: string): Promise<void> {
	await using model = await openModel(folder);
	const {rows, columns} = model.facts.grid;
	const inputCodes = Array.from({length: rows * columns}, () => 0 as CodeId);
	model.templatesFor({instruction});
	model.templatesFor({instruction, inputCodes});
}

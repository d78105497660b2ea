import {openModel} from './open.ts';

/**
Check a model's folder as far as it goes without a run: every file is there and of its folder, every tensor has its place, type and
shape, none is left over, the tokenizer runs, and the sequences of a run can be laid out. @throws UserError (exit 65 or 66)
*/
export async function verifyModel(folder: string): Promise<void> {
	await using model = await openModel(folder);
	model.templatesFor({instruction: 'a red balloon'});
}

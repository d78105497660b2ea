import {UserError} from '../errors.ts';
import {describeModel} from '../model/describe.ts';
import {mendedIn} from '../run/check-prompt.ts';
import {findFolder} from '../store/find-model.ts';
import {modelPlaces} from './model-places.ts';
import {openWordReader} from './word-reader.ts';

/** An instruction with the slips mended that a run tells of: what a picture is called after. */
export type AsRead = (instruction: string) => string;

const asSaid: AsRead = instruction => instruction;

/** Opens what a model reads for a slip; one that knows every word, or that is not there, mends none. @param model - name or folder */
export async function openAsRead(model: string): Promise<AsRead> {
	try {
		const folder = await findFolder(model, modelPlaces());
		if (!(await describeModel(folder)).things) return asSaid;
		const reader = await openWordReader(folder);
		return instruction => mended(instruction, () => mendedIn(reader, instruction));
	} catch (error) {
		// The run says what is wrong with its model.
		if (error instanceof UserError) return asSaid;
		throw error;
	}
}

function mended(instruction: string, find: () => ReadonlyMap<string, string>): string {
	try {
		const words = find();
		return words.size === 0
			? instruction
			: instruction.normalize('NFC').replaceAll(/[\p{L}\p{M}\p{N}'-]+/gu, word => words.get(word) ?? word);
	} catch (error) {
		// The run refuses it.
		if (error instanceof UserError) return instruction;
		throw error;
	}
}

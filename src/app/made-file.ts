import path from 'node:path';
import {UserError} from '../errors.ts';
import {findBeside} from '../transcript/beside.ts';
import {type Made, readMade} from '../transcript/provenance.ts';
import type {Parent, Transcript} from '../transcript/schema.ts';

/** Facts in the transcript beside a picture, if it is of the same run. */
export async function madeBeside(file: string, {settings, input}: Made): Promise<Made | undefined> {
	const beside = await findBeside(file, settings);
	return beside && {...beside.made, input};
}

/**
The runs that led to a picture in a file, oldest first, its own the last: what begins from it is theirs too. None for a picture that does not say
what made it.
@param bytes - of the picture's file
*/
export async function parentsOf(file: string, bytes: Uint8Array): Promise<readonly Parent[]> {
	const made = await readIfMade(bytes, file);
	if (!made) return [];
	const beside = await findBeside(path.resolve(file), made.settings);
	const dir = path.dirname(path.resolve(file));
	const {task, instruction, seed} = made.settings;
	return [
		...(beside?.made.transcript ? absoluteParents(beside.made.transcript, dir) : []),
		{task, instruction, seed, ...(beside && {transcript: beside.file})},
	];
}

/** The runs that a transcript names, oldest first, with the whole paths of their own. @param folder - of the transcript */
export const absoluteParents = ({parents = []}: Pick<Transcript, 'parents'>, folder: string): readonly Parent[] =>
	parents.map(({transcript, ...parent}) => ({...parent, ...(transcript !== undefined && {transcript: path.resolve(folder, transcript)})}));

/** The origin that a file tells, if it tells any. */
async function readIfMade(bytes: Uint8Array, name: string): Promise<Made | undefined> {
	try {
		return await readMade(bytes, name);
	} catch (error) {
		// It only might have helped.
		if (error instanceof UserError) return undefined;
		throw error;
	}
}

import {exitCodes, field, SettingError, say} from '../errors.ts';
import {cellsWithin, mayStand} from '../world/scene/room.ts';
import {changedCodes} from './changed-codes.ts';
import {hasExactReading} from './findings.ts';
import type {InputPicture} from './read-input.ts';
import type {RunRequest} from './request.ts';
import {openWordReader} from './word-reader.ts';

/**
The reason why a part of a picture has no room for what the instruction asks for: a thing of the storybook world fills a cell of it, and some only
stand low, others high. Undefined where there is room, where nothing new is named, and for other models.
*/
export async function faultOfRoom(
	{instruction}: Pick<RunRequest, 'instruction'>,
	input: InputPicture,
	modelFolder: string,
): Promise<SettingError | undefined> {
	if (!input.repaint || !(await hasExactReading(modelFolder))) return undefined;
	const {things} = await openWordReader(modelFolder);
	const named = things?.namedIn(instruction) ?? [];
	const fresh = [...new Set(named.filter(({isPresumed}) => !isPresumed).map(({name}) => name))];
	// Something that is there already may be what is changed.
	if (fresh.length === 0 || fresh.length < named.length) return undefined;
	const {codes} = await changedCodes(input, modelFolder);
	const cells = cellsWithin(codes);
	if (fresh.some(name => mayStand(name, cells))) return undefined;
	const where = placeOf(fresh[0] ?? '', cells);
	return new SettingError(
		[
			`The part that may change has no room for ${fresh.map(name => `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`).join(' or ')}${where}.`,
		],
		{
			hint: say`Mark more (\`mmada edit --dry-run\` shows what is marked), or add ${field('isAgreed')} to see what comes of it.`,
			exitCode: exitCodes.badData,
		},
	);
}

const placeOf = (name: string, cells: ReturnType<typeof cellsWithin>): string =>
	cells.length === 0
		? ': it holds no whole cell of the 3 by 3 that pictures have'
		: `: it would stand ${mayStand(name, ['top']) ? 'in the upper' : 'in the lower'} two thirds of the picture`;

/** Refuse a part without room. @throws SettingError (exit 65) unless `isAgreed` */
export async function checkRoom(
	request: Pick<RunRequest, 'instruction' | 'isAgreed'>,
	input: InputPicture | undefined,
	modelFolder: string,
): Promise<void> {
	const fault = input && !request.isAgreed ? await faultOfRoom(request, input, modelFolder) : undefined;
	if (fault) throw fault;
}

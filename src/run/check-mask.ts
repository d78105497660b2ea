import type {CodeId} from '../decoder/ids.ts';
import {exitCodes, field, SettingError, say} from '../errors.ts';
import type {EngineModel} from './engine-model.ts';
import type {Job} from './job.ts';

/** Words for changes that are made to each thing named, none of which is there only to say where. */
const ofEach = /\b(?:remove|delete|erase|swap|exchange|replace|recolou?r)\b/i;
/** Words before a thing that only says where another one is to be: "next to (the house)". */
const isPlace =
	/\b(?:next to|beside|near|by|above|over|below|under|beneath|behind|between|around|left of|right of|front of|top of|towards?|from|with)\s+(?:(?:the|my|your|our|a|an|that|this)\s+)?(?:\p{L}+\s+)?$/iu;

/**
Notices of an edit of a part about things that its instruction changes and its mask does not touch. @throws UserError (exit 65) when it touches
none of those that are named, and no new one is asked for, unless `isAgreed`
@param codes - of the whole input picture
@param repainted - those that are changed, by their row-major index; undefined for all
*/
export function noticesOfMask(
	{things, facts}: Pick<EngineModel, 'things'> & {readonly facts: {readonly name: string}},
	{instruction, isAgreed = false}: Pick<Job, 'instruction' | 'isAgreed'>,
	codes: readonly CodeId[],
	repainted: readonly number[] | undefined,
): string[] {
	if (!things || !repainted) return [];
	const changed = new Set(repainted);
	const named = things.namedIn(instruction);
	const seen = things.seenIn(codes);
	const there = [...new Set(named.filter(({name, isPresumed}) => isPresumed && seen.includes(name)).map(({name}) => name))];
	const untouched = there.filter(name => !things.tilesOf(codes, name).some(tile => changed.has(tile)));
	if (untouched.length === 0) return [];
	const sentence = `The part that may change does not touch the ${untouched.join(' and the ')}.`;
	const isAll = untouched.length === there.length && named.every(({isPresumed}) => isPresumed);
	if (isAll && !isAgreed) {
		throw new SettingError([sentence], {
			hint: say`Mark where it is (\`mmada edit --dry-run\` shows what is marked), leave the mask out, or add ${field('isAgreed')} to see what ${facts.name} makes of it.`,
			exitCode: exitCodes.badData,
		});
	}
	const isToBeTold = isAll || (ofEach.test(instruction) && untouched.some(name => !isSaidAsPlace(instruction, name)));
	return isToBeTold ? [sentence] : [];
}

/** Whether a thing is named only to say where another one is to be. */
function isSaidAsPlace(instruction: string, name: string): boolean {
	const at = instruction.toLowerCase().indexOf(name);
	return at > 0 && isPlace.test(instruction.slice(0, at));
}

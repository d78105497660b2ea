import type {CodeId} from '../decoder/ids.ts';
import {exitCodes, field, SettingError, say} from '../errors.ts';
import {asksAround, asksForScenery} from '../model/text/asking.ts';
import {boxAround, type InputPlace} from './box-around.ts';
import type {EngineModel} from './engine-model.ts';
import type {Job} from './job.ts';

/** Words for changes that are made to each thing named, none of which is there only to say where. */
const ofEach = /\b(?:remove|delete|erase|swap|exchange|replace|recolou?r)\b/i;
/** Words before a thing that only says where another one is to be: "next to (the house)". */
const isPlace =
	/\b(?:next to|beside|near|by|above|over|below|under|beneath|behind|between|around|left of|right of|front of|top of|towards?|from|with)\s+(?:(?:the|my|your|our|a|an|that|this)\s+)?(?:\p{L}+\s+)?$/iu;

/** Codes of a picture, and those of them that its mask marks. */
export type MaskedPicture = {
	/** All codes of the input picture. */
	readonly codes: readonly CodeId[];
	/** Codes that are changed, by their row-major index; undefined for all. */
	readonly repainted: readonly number[] | undefined;
};

type Masked = Pick<EngineModel, 'things'> & {readonly facts: Pick<EngineModel['facts'], 'name' | 'grid' | 'patch'>};

/**
Notices of an edit of a part about things that its instruction changes and its mask does not hold. A part of a thing is never changed without the
rest. @throws UserError (exit 65) when it holds none of those that are named, and nothing new or around them is asked for, unless `isAgreed`
*/
export function noticesOfMask(
	{things, facts}: Masked,
	{instruction, isAgreed = false, inputPlace}: Pick<Job, 'instruction' | 'isAgreed' | 'inputPlace'>,
	{codes, repainted}: MaskedPicture,
): string[] {
	if (!things || !repainted) return [];
	const changed = new Set(repainted);
	const named = things.namedIn(instruction);
	const count = facts.grid.rows * facts.grid.columns;
	if (named.length === 0 && asksForScenery(instruction) && repainted.length < leastForScenery * count)
		return [
			`Place, time and weather belong to the whole picture, of which ${repainted.length} of ${count} parts may change: most likely nothing will.`,
		];
	const seen = things.seenIn(codes);
	const there = [...new Set(named.filter(({name, isPresumed}) => isPresumed && seen.includes(name)).map(({name}) => name))];
	const lying = there.map(name => {
		const tiles = things.tilesOf(codes, name);
		return {name, tiles, outside: tiles.filter(tile => !changed.has(tile)).length};
	});
	const unheld = lying.filter(({outside}) => outside > 0);
	if (unheld.length === 0) return [];
	const sentence = unheld
		.map(({name, tiles, outside}) =>
			outside === tiles.length
				? `The part that may change does not touch the ${name}.`
				: `The part that may change leaves ${shareOf(outside, tiles.length)} of the ${name} outside.`,
		)
		.join(' ');
	const whole = [...(spreading.test(instruction) ? repainted : []), ...unheld.flatMap(({tiles}) => tiles)];
	const {x, y, width, height} = boxAround(whole, {
		...{columns: facts.grid.columns, patch: facts.patch},
		place: inputPlace ?? asItIs(facts),
	});
	const isAll = unheld.length === there.length && named.every(({isPresumed}) => isPresumed) && !asksAround(aroundOnly(instruction));
	if (isAll && !isAgreed) {
		throw new SettingError([sentence], {
			hint: say`Give ${field('mask-box')} ${`${x},${y},${width},${height}`}, which holds it, leave the mask out, or add ${field('isAgreed')} to see what ${facts.name} makes of it.`,
			exitCode: exitCodes.badData,
		});
	}
	const isToBeTold = isAll || (ofEach.test(instruction) && unheld.some(({name}) => !isSaidAsPlace(instruction, name)));
	return isToBeTold ? [`${sentence} The box ${x},${y},${width},${height} would hold all of it.`] : [];
}

/** Share of a picture below which a model of one small world keeps to what the rest of it shows. */
const leastForScenery = 0.75;

/** Changes that need room where the thing is not yet. */
const spreading = /\b(?:move|shift|swap|exchange|put|place|replace|big|bigger|large|larger|huge|grow|enlarge)\b/iu;

const shareOf = (part: number, whole: number): string => (2 * part === whole ? 'half' : 2 * part < whole ? 'a part' : 'most');

/** Place of a picture that has the model's own size. */
const asItIs = ({grid, patch}: Masked['facts']): InputPlace => {
	const whole = {left: 0, top: 0, width: grid.columns * patch, height: grid.rows * patch};
	return {seen: whole, at: whole};
};

/** An instruction without its directions and sizes, which belong to things. */
const aroundOnly = (instruction: string): string =>
	instruction.replaceAll(/\b(?:left|right|top|bottom|corner|middle|bigger|smaller|larger|dark|darker|sky)\b/giu, ' ');

/** Whether a thing is named only to say where another one is to be. */
function isSaidAsPlace(instruction: string, name: string): boolean {
	const at = instruction.toLowerCase().indexOf(name);
	return at > 0 && isPlace.test(instruction.slice(0, at));
}

import {parseReasoning} from '../language/reasoning.ts';
import {withoutRiddles} from '../language/riddles.ts';
import type {Reading} from '../scene/goal.ts';
import {type Noun, nouns, type SceneObject} from '../scene/scene.ts';
import {type Demand, demandsOf, mistaken, unmet} from './demands.ts';
import {looks, matched} from './matched-things.ts';
import {readCodes} from './read-codes.ts';
import {surroundingsIn, unwantedIn} from './surroundings.ts';
import {isAnyTakenBack} from './taken-back.ts';

/** A thought of the reasoning that nothing can be done about what was asked. */
const declining = /\b(?:i cannot draw that|i do not know what is meant|there is no [a-z]+|that is not there|it is so already)\b/;

/** The request of a finished run: `task` tells a drawing from an edit of the picture that the words say was seen. */
export type Asked = {readonly task: 'gen' | 'edit'; readonly instruction: string};

/**
Differences between the words and the picture of a finished run, and between both and what its instruction plainly asks for; and whether an edit
changed nothing. As sentences for people.
@param text - The reasoning, in the grammar of `language/reasoning.ts`; without a whole scene in it nothing is compared.
@param codes - Image codes 0..8191, row-major, shape (36,).
*/
export function differences(text: string, codes: readonly number[], asked?: Asked): readonly string[] {
	const {scene, seen} = parseReasoning(text);
	const why = declining.exec(text)?.[0];
	const shown = readCodes(codes);
	const isUnchanged = asked?.task !== 'gen' && seen !== undefined && isAlike(seen, shown);
	const answer = why === undefined ? '' : ` The words say: ${why}.`;
	if (isUnchanged) return [`Nothing changed.${answer}`];
	const declined = why === undefined ? [] : [`The words say: ${why}.`];
	if (!scene) return [...declined, 'The words are no whole description of a picture.'];
	return [...declined, ...(asked ? unlikeAsked(asked, {said: scene, shown, seen}) : []), ...contradictions(scene, shown)];
}

const misreading = 'The request says';

/** Whether a difference is that the words took a place, a time or a weather for another one: words drawn by chance may do better. */
export const isMisreading = (difference: string): boolean => difference.startsWith(misreading);

type Pictures = {readonly said: Reading; readonly shown: Reading; readonly seen: Reading | undefined};

/** Differences between a picture and what the instruction asks for, as far as that is plain. */
function unlikeAsked({task, instruction: written}: Asked, {said, shown, seen}: Pictures): readonly string[] {
	const instruction = withoutRiddles(written);
	const misread = surroundingsIn(instruction, task === 'edit').filter(
		({field, value}) => said[field] !== undefined && said[field] !== value,
	);
	const unwanted = task === 'edit' ? unwantedIn(instruction).filter(({field, value}) => said[field] === value) : [];
	const told = [
		...misread.map(({field, value, word}) => `${misreading} ${value} ("${word}"), and the words say ${said[field]}.`),
		...unwanted.map(({value, word}) => `${misreading} "${word}", and the words say ${value}.`),
	];
	// Told once.
	const isOther = (demand: Demand) => !misread.some(({field}) => field === demand.type);
	if (task === 'edit')
		return seen ? [...told, ...mistaken(instruction, seen), ...unmet(demandsOf(instruction, seen).filter(isOther), shown)] : told;
	const forgotten = namedNouns(instruction).filter(noun => ![...said.objects, ...shown.objects].some(object => object.noun === noun));
	const isShown = (demand: Demand) => !('noun' in demand) || shown.objects.some(({noun}) => noun === demand.noun);
	return [
		...told,
		...(forgotten.length > 0 ? [`Nothing shows the ${forgotten.join(' and the ')} that the instruction names.`] : []),
		...unmet(
			demandsOf(instruction).filter(demand => isShown(demand) && isOther(demand)),
			shown,
		),
	];
}

/** Things that an instruction asks for by their very names. */
function namedNouns(instruction: string): readonly Noun[] {
	const words: readonly string[] = instruction.toLowerCase().match(/[a-z]+(?:'[a-z]+)?/g) ?? [];
	return isAnyTakenBack(words) ? [] : nouns.filter(noun => words.includes(noun));
}

const isAlike = (a: Reading, b: Reading): boolean => contradictions(a, b).length === 0;

function contradictions(said: Reading, shown: Reading): string[] {
	const {pairs, lacking, surplus} = matched(said.objects, shown.objects);
	const fields = (['place', 'time', 'weather'] as const)
		.filter(field => said[field] !== shown[field] && shown[field] !== undefined)
		.map(field => `The words say ${field} \`${said[field]}\`, the picture \`${shown[field]}\`.`);
	return [
		...(lacking.length > 0
			? [`The picture lacks ${lacking.map(({colour, noun}) => `the ${colour} ${noun}`).join(' and ')} that the words name.`]
			: []),
		...(surplus.length > 0
			? [
					`The picture shows ${surplus.map(({noun}) => (has(said, noun) ? `one more ${noun}` : `a ${noun}`)).join(' and ')} that the words do not name.`,
				]
			: []),
		...pairs.flatMap(([object, other]) => unlike(object, other)),
		...fields,
	];
}

const has = ({objects}: Reading, wanted: Noun): boolean => objects.some(({noun}) => noun === wanted);

/** Differences between a thing of the words and the same thing in the picture. */
function unlike(said: SceneObject, shown: SceneObject): string[] {
	const differing = looks.filter(field => said[field] !== shown[field]);
	if (differing.length === 0) return [];
	const list = (object: SceneObject) => differing.map(field => object[field]).join(', ');
	return [`The words say of the ${said.noun}: ${list(said)}; the picture: ${list(shown)}.`];
}

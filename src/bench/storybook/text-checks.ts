import {parseReasoning} from '../../world/language/reasoning.ts';
import type {Check, Reading} from '../../world/scene/goal.ts';
import type {Item} from '../../world/scene/item.ts';
import {colours, nouns, places, sizes, times, weathers} from '../../world/scene/scene.ts';
import {isSameScene} from './agreement.ts';
import {checkKept} from './kept.ts';

/** Checks of a good reasoning, whatever was asked. For an edit the scene of the input picture is known. */
export function checkText(text: string, {source, goal}: Pick<Item, 'source' | 'goal'>): Check[] {
	const {scene, seen} = parseReasoning(text);
	const clauses = text
		.split('.')
		.map(clause => clause.trim())
		.filter(clause => clause !== '');
	const asked = source ? undefined : parseAsked(clauses[0]);
	const isOpened = source ? seen !== undefined && clauses[0]?.startsWith('seen: ') === true : asked !== undefined;
	const objects = scene?.objects ?? [];
	const checks: Check[] = [
		{name: `it opens with a whole \`${source ? 'seen' : 'asked'}\` clause`, isMet: isOpened},
		{name: 'it ends with the scene', isMet: scene !== undefined && /^scene: /.test(clauses.at(-1) ?? '') && text.trim().endsWith('.')},
		{name: 'no noun twice', isMet: isDistinct(objects.map(({noun}) => noun))},
		{name: 'no cell twice', isMet: isDistinct(objects.map(({cell}) => cell))},
		{
			name: 'no clause twice',
			isMet: isDistinct(clauses) && isDistinct(clauses.flatMap(clause => /^(?:asked|seen|scene): /.exec(clause) ?? [])),
		},
	];
	if (source) {
		checks.push({name: 'what it says it sees is there', isMet: seen !== undefined && isSameScene(seen, source)});
		const isKept = seen !== undefined && scene !== undefined && checkKept({source, goal}, seen, scene).every(({isMet}) => isMet);
		checks.push({name: 'what the edit leaves alone stays as it was seen', isMet: isKept});
	} else {
		checks.push({
			name: 'what it says is asked is in the scene',
			isMet: asked !== undefined && scene !== undefined && asked.every(part => holdsPart(part, scene)),
		});
	}
	return checks;
}

const isDistinct = (list: readonly string[]) => new Set(list).size === list.length;

type AskedPart = {readonly noun?: string; readonly colour?: string; readonly size?: string; readonly field?: string};

/** "asked: large red balloon, house, night", part by part; undefined where a part is none of the world. */
function parseAsked(clause = ''): AskedPart[] | undefined {
	const [, list] = /^asked: (.+)$/.exec(clause) ?? [];
	const parts = list?.split(',').map(part => parsePart(part.trim()));
	return parts?.every(part => part !== undefined) ? parts : undefined;
}

const isIn = (list: readonly string[], word: string | undefined) => word !== undefined && list.includes(word);

function parsePart(part: string): AskedPart | undefined {
	if (isIn([...places, ...times, ...weathers], part)) return {field: part};
	const words = part.split(' ');
	const size = isIn(sizes, words[0]) ? words.shift() : undefined;
	const colour = isIn(colours, words[0]) ? words.shift() : undefined;
	const [noun, ...rest] = words;
	if (noun === undefined || !isIn(nouns, noun) || rest.length > 0) return;
	return {noun, ...(size && {size}), ...(colour && {colour})};
}

function holdsPart({field, noun, colour, size}: AskedPart, scene: Reading): boolean {
	if (field) return field === scene.place || field === scene.time || field === scene.weather;
	return scene.objects.some(object => object.noun === noun && (!colour || colour === object.colour) && (!size || size === object.size));
}

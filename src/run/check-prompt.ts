import type {CodeId} from '../decoder/ids.ts';
import {exitCodes, field, type Sentence, SettingError, say} from '../errors.ts';
import {isAskedFor} from '../model/text/asked-for.ts';
import {asks, asksAround, asksRoundabout, isQuestion} from '../model/text/asking.ts';
import {isChat, withoutCourtesies} from '../model/text/chat.ts';
import {countedThing, lackingColours, pluralThing} from '../model/text/everyday.ts';
import {isForeign} from '../model/text/foreign.ts';
import {letterWishesIn} from '../model/text/letter-wishes.ts';
import {asksOnlyForLetters} from '../model/text/letters.ts';
import {limitsIn} from '../model/text/limits.ts';
import {isSmallTalk} from '../model/text/small-talk.ts';
import type {EngineModel} from './engine-model.ts';
import type {Job} from './job.ts';

/**
Mean absolute difference of a picture from what the image tokenizer makes of it (0 to 255) above which it is none of the model's world.
Pictures of the storybook world differ by 2 to 6, as blurred and noisy copies by up to 10; photographs and flat colours by 30 and more.
*/
const strangePicture = 20;

const bigger = 'or download a model without such bounds: mmada models pull parallel-a';

/** The part of a model that reads words. */
export type WordReader = Pick<EngineModel, 'unknownWords' | 'things'> & {readonly facts: {readonly name: string}};

/**
Notices of a run before it begins: a sentence for each word the model was never shown, and for each everyday thing, colour, count or way of
drawing that it cannot draw. @throws UserError (exit 65) when the job is strict and there is such a word; or when the model draws
certain things only and nothing is asked for that it could draw or change: other things, talk, a question, another language, no sense at all; each
unless `isAgreed`
*/
export function noticesOf(
	model: WordReader,
	{task, instruction, isStrict = false, isAgreed = false}: Pick<Job, 'task' | 'instruction' | 'isStrict' | 'isAgreed'>,
): string[] {
	const {things, facts} = model;
	const {wishes: written, rest} = things
		? letterWishesIn(withoutCourtesies(instruction), things, task === 'edit')
		: {wishes: [], rest: instruction};
	if (isStrict && written.length > 0)
		throw refused(`${facts.name} ${noLetters(written)}.`, say`Ask for no letters, or leave out ${field('isStrict')}.`);
	// Words of what is left out as a whole are not told one by one.
	const isLeft = (word: string) => rest === instruction || rest.toLowerCase().includes(word.toLowerCase());
	const unknown = unknownIn(model, instruction).filter(({word}) => isLeft(word));
	const lacking =
		things?.lackingIn(instruction).filter(word => isLeft(word) && !unknown.some(one => one.word.toLowerCase() === word)) ?? [];
	if (isStrict && unknown.length > 0) {
		throw refused(
			`${facts.name} does not know ${listed(unknown.map(({word}) => word))}.`,
			say`Use other words, or leave out ${field('isStrict')}.`,
		);
	}
	if (isStrict && lacking.length > 0) {
		throw refused(`${facts.name} cannot draw ${listed(lacking)}.`, say`Ask for other things, or leave out ${field('isStrict')}.`);
	}
	const beyond = things ? [...(written.length > 0 ? [noLetters(written)] : []), ...beyondIn(things, rest)] : [];
	if (things && !isAgreed) refuseIdle({things, name: facts.name, unknown, beyond}, {task, instruction});
	const {tellable, lacked} = worthTelling(things, instruction, {unknown, lacking});
	const bare = tellable.filter(({readAs, nearest}) => readAs === undefined && nearest.length === 0).map(({word}) => word);
	const others = tellable.filter(({readAs, nearest}) => readAs !== undefined || nearest.length > 0);
	const told = others.slice(0, mostNamed).map(({word, readAs, nearest}) => {
		if (readAs === '') return `${facts.name} does not know "${short(word)}" and leaves it out.`;
		if (readAs !== undefined) return `${facts.name} does not know "${word}" and reads it as "${readAs}".`;
		return `${facts.name} does not know "${short(word)}"; nearest words it knows: ${nearest.join(', ')}.`;
	});
	const more = others.length - told.length;
	return [
		...told,
		...(bare.length > 0 ? [`${facts.name} does not know ${listed(bare)}.`] : []),
		...(more === 0 ? [] : [`${facts.name} does not know ${more} more words of the instruction.`]),
		...(things && lacked.length > 0 ? [`${facts.name} cannot draw ${withNearest(things, lacked)}.`] : []),
		...(things && isForeign(unreadIn(unknown), wordsOf(instruction)) ? [`${facts.name} reads English.`] : []),
		...beyond.map(sentence => `${facts.name} ${sentence}.`),
	];
}

/** Words of an instruction that a model was never shown, but for greetings and the like. */
const unknownIn = (model: WordReader, instruction: string): Unknown => model.unknownWords(instruction).filter(({word}) => !isChat(word));

/** Slips in an instruction that a run tells of: the words as they are typed, and those that they are read as. */
export function mendedIn(model: WordReader, instruction: string): ReadonlyMap<string, string> {
	const {tellable} = worthTelling(model.things, instruction, {unknown: unknownIn(model, instruction), lacking: []});
	return new Map(tellable.flatMap(({word, readAs = ''}) => (readAs === '' ? [] : [[word, readAs] as const])));
}

/**
The words of a request that its maker should hear of. Where something is asked for that can be drawn, what people tell besides is not: most of
what they say of their nephews and mornings a small model was never shown, and its picture lacks nothing by that.
*/
function worthTelling(
	things: Things | undefined,
	instruction: string,
	{unknown, lacking}: {readonly unknown: Unknown; readonly lacking: readonly string[]},
) {
	if (!things || unknown.length > mostNamed || !(things.isNamedIn(instruction) || asksAround(instruction)))
		return {tellable: unknown, lacked: lacking};
	const {isThing} = things;
	const isMended = ({readAs = ''}: Unknown[number]) => readAs !== '' && (isThing(readAs) || asks(readAs));
	return {
		tellable: unknown.filter(one => isMended(one) || isAskedFor(one.word, instruction, {isThing})),
		lacked: lacking.filter(word => isAskedFor(word, instruction, {isThing, isNoun: true})),
	};
}

type Unknown = ReturnType<EngineModel['unknownWords']>;
type Things = NonNullable<EngineModel['things']>;
type Found = {
	readonly things: Things;
	readonly name: string;
	readonly unknown: Unknown;
	/** Sentences about what else is asked for that the model never draws. */
	readonly beyond: readonly string[];
};

/** Refuse an instruction that asks for nothing which a model of certain things could draw or change. @throws UserError (exit 65) */
function refuseIdle({things, name, unknown, beyond}: Found, {task, instruction}: Pick<Job, 'task' | 'instruction'>): void {
	const unread = unreadIn(unknown);
	const words = wordsOf(instruction);
	const isNamed = things.isNamedIn(instruction);
	const example = task === 'edit' ? `add ${withArticle(things.names[0] ?? 'thing')}` : withArticle(things.names[0] ?? 'thing');
	const otherwise = say`Say what is to be ${task === 'edit' ? 'different' : 'drawn'}, such as "${example}", or add ${field('isAgreed')} to see what it makes of these words.`;
	const quoted = `\`${short(instruction.trim())}\``;
	if (isForeign(unread, words) && (!isNamed || unread.length * 2 >= words.length))
		throw refused(`${name} reads English, and ${quoted} is in another language.`, otherwise);
	if (asksOnlyForLetters(instruction, things, task === 'edit'))
		throw refused(`${name} cannot write letters or numbers into pictures, and ${quoted} asks for nothing else.`, otherwise);
	if (isQuestion(instruction)) throw refused(`${quoted} is a question; ${name} draws and changes pictures, and answers none.`, otherwise);
	const isUnread = (word: string) => unread.includes(word);
	const said = [...words, ...things.wordsIn(words.join(' '))];
	// The things that it lacks, whether it knows their words or not.
	const wanted = things.lackingIn(instruction);
	const isIdle = task === 'edit' ? said.every(word => isUnread(word) || !asks(word)) : words.length === 0;
	const isTalk = isSmallTalk(words.join(' '), word => task === 'edit' && isUnread(word));
	if (!isNamed && wanted.length === 0 && beyond.length === 0 && (isTalk || isIdle) && !asksRoundabout(instruction)) {
		throw refused(
			`${quoted} asks for ${task === 'edit' ? 'no change that' : 'nothing that'} ${name} could ${task === 'edit' ? 'make' : 'draw'}.`,
			otherwise,
		);
	}
	const lacked = lackingColours(instruction, things.isThing).map(({colour}) => colour);
	const isPaintedOnly = lacked.length > 0 && said.every(word => lacked.includes(word) || !asks(word) || paints.has(word));
	if (task === 'edit' && isPaintedOnly) throw refused(`${name} ${beyond.join(`; it `)}.`, otherwise);
	const isEdited = task === 'edit' && asksAround(instruction);
	if (task === 'edit' && beyond.length > 0 && wanted.length === 0 && !isNamed && !isEdited)
		throw refused(`${name} ${beyond.join(`; it `)}.`, otherwise);
	if ((wanted.length > 0 || (task === 'gen' && unread.length > 0)) && !isNamed && !isEdited) {
		const other = unread.filter(word => !wanted.includes(word));
		const why = wanted.length > 0 ? `cannot draw ${withNearest(things, wanted)}` : `does not know ${listed(other)}`;
		throw refused(
			`${name} ${why}; it draws scenes with these things: ${things.names.join(', ')}.`,
			say`Say it with some of them, add ${field('isAgreed')} to see what it makes of these words, ${bigger}`,
		);
	}
}

/** Words that ask for a colour, and for nothing besides it. */
const paints = new Set(
	'make made set turn turns paint painted colour colours coloured color colors become change changes changed want need like get give it the to'.split(
		' ',
	),
);

/** Unknown words that nothing is read for, in lower case. */
const unreadIn = (unknown: Unknown): readonly string[] =>
	unknown.filter(({readAs}) => readAs === undefined || readAs === '').map(({word}) => word.toLowerCase());

/** Greetings and wishes between people: the time in them is none of a picture. */
const greetings =
	/\b(?:good|nice|lovely|great|wonderful|pleasant|happy) (?:(?:rest|end) of (?:the|your) )?(?:morning|afternoon|evening|night|day|weekend|week)\b/gu;

const wordsOf = (instruction: string): readonly string[] =>
	instruction
		.normalize('NFKC')
		.toLowerCase()
		.replaceAll(greetings, ' ')
		.match(/\p{L}+/gu) ?? [];

/** Sentence about letters that are wished for, to follow the name of a model. */
function noLetters(wishes: readonly string[]): string {
	const named = wishes.slice(0, mostNamed).map(wish => `"${short(wish)}"`);
	const last = named.at(-1) ?? '';
	const list = named.length < 2 ? last : `${named.slice(0, -1).join(', ')} and ${last}`;
	return `draws no letters: ${list} ${named.length < 2 ? 'is' : 'are'} left out`;
}

/** Sentences about colours, counts and ways of drawing that are asked for beyond the model, each to follow its name. */
function beyondIn(things: Things, instruction: string): readonly string[] {
	const counted = countedThing(instruction, things.isThing);
	const plural = counted === undefined ? pluralThing(instruction, things.isThing) : undefined;
	return [
		...lackingColours(instruction, things.isThing).map(({colour, near}) => `has no ${colour} paint; nearest: ${near.join(', ')}`),
		...(counted === undefined ? [] : [`draws one of each kind: "${counted}" becomes one`]),
		...(plural === undefined ? [] : [`draws one of each kind: "${plural}" becomes one`]),
		...limitsIn(instruction),
	];
}

/** Things that cannot be drawn, each with those that are near to it in meaning. */
function withNearest(things: Things, words: readonly string[]): string {
	const named = words.slice(0, mostNamed).map(word => {
		const near = things.nearTo(word);
		return near.length > 0 ? `"${short(word)}" (nearest: ${near.join(', ')})` : `"${short(word)}"`;
	});
	return [...named, ...(words.length > mostNamed ? [`${words.length - mostNamed} more words`] : [])].join(', ');
}

/** Unknown words that are told one by one, and letters of each: an instruction may be a book, or a picture pasted as text. */
const mostNamed = 20;
const longestNamed = 60;

const short = (word: string): string => (word.length > longestNamed ? `${word.slice(0, longestNamed)}…` : word);

function listed(words: readonly string[]): string {
	const named = words.slice(0, mostNamed).map(word => `"${short(word)}"`);
	return [...named, ...(words.length > mostNamed ? [`${words.length - mostNamed} more words`] : [])].join(', ');
}

/**
Refuse a picture to edit that a model of one small world cannot see. @throws UserError (exit 65) unless `isAgreed`
*/
export async function checkPicture(
	{things, facts, decodeImage}: EngineModel,
	{input, isAgreed = false}: Job,
	codes: readonly CodeId[],
): Promise<void> {
	if (!input || !things || isAgreed) return;
	const {rgb} = await decodeImage(codes, input.height / facts.patch, input.width / facts.patch);
	const difference = rgb.reduce((sum, value, index) => sum + Math.abs(value - (input.rgb[index] ?? 0)), 0) / rgb.length;
	if (difference <= strangePicture) return;
	throw refused(
		`${facts.name} can only read pictures from its own world, and this is not one; it would misread it.`,
		say`Edit a picture that \`mmada gen\` made, add ${field('isAgreed')} to let it try, or download a model that edits photos: mmada models pull parallel-a`,
	);
}

/**
Notices of an edit about things that its instruction takes for granted and its picture does not show. @throws UserError (exit 65)
when nothing else is named, unless `isAgreed`
*/
export function noticesOfThings({things, facts}: EngineModel, {instruction, isAgreed = false}: Job, codes: readonly CodeId[]): string[] {
	if (!things) return [];
	const named = things.namedIn(instruction);
	const seen = things.seenIn(codes);
	const missing = [...new Set(named.filter(({name, isPresumed}) => isPresumed && !seen.includes(name)).map(({name}) => name))];
	const again = named.filter(({name, isPresumed}) => !isPresumed && seen.includes(name)).map(({name}) => name);
	const twice = repeating.test(instruction) ? [...new Set(again)] : [];
	const counted = twice.map(name => `The picture shows ${withArticle(name)} already, and ${facts.name} draws one of each kind.`);
	if (missing.length === 0) return counted;
	const sentence = `The picture shows ${seen.length > 0 ? withArticles(seen) : 'no thing'}: there is no ${missing.join(' and no ')} in it.`;
	// Several of a kind may be scenery: "with the trees of a forest".
	const isScenery = missing.every(name => new RegExp(`\\b${name}s\\b`, 'iu').test(instruction)) && !changing.test(instruction);
	if (!isAgreed && !isScenery && named.every(({name, isPresumed}) => isPresumed && missing.includes(name))) {
		throw refused(
			sentence,
			say`Name what it shows, ask for something new ("add ${withArticle(missing[0] ?? 'thing')}"), or add ${field('isAgreed')} to see what ${facts.name} makes of it.`,
		);
	}
	return [sentence, ...counted];
}

/** Words that ask for one more of a thing. */
const repeating = /\b(?:another|second|one more|extra|add|put)\b/iu;
const changing = /\b(?:remove|delete|erase|drop|lose|no|without|make|paint|turn|move|recolou?r|take|get)\b/iu;

const withArticle = (name: string): string => `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;

/** "a frog", "a frog and an umbrella", "a frog, a kite and a star" */
function withArticles(names: readonly string[]): string {
	const articled = names.map(withArticle);
	const last = articled.at(-1) ?? '';
	return articled.length < 2 ? last : `${articled.slice(0, -1).join(', ')} and ${last}`;
}

const refused = (sentence: string, hint: Sentence): SettingError => new SettingError([sentence], {hint, exitCode: exitCodes.badData});

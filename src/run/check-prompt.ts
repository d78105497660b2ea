import type {CodeId} from '../decoder/ids.ts';
import {exitCodes, field, type Sentence, SettingError, say} from '../errors.ts';
import {countedThing, isForeign} from '../model/text/everyday.ts';
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
Notices of a run before it begins: a sentence for each word the model was never shown, and for each everyday thing that it knows
the word for and cannot draw. @throws UserError (exit 65) when the job is strict and there is such a word; or when the model draws
certain things only, none of them is named, and something else is (in an edit, only an everyday thing); or an edit is asked for in talk and
unknown words alone; each unless `isAgreed`
*/
export function noticesOf(
	{unknownWords, things, facts}: WordReader,
	{task, instruction, isStrict = false, isAgreed = false}: Pick<Job, 'task' | 'instruction' | 'isStrict' | 'isAgreed'>,
): string[] {
	const unknown = unknownWords(instruction);
	const lacking = things?.lackingIn(instruction).filter(word => !unknown.some(one => one.word.toLowerCase() === word)) ?? [];
	if (isStrict && unknown.length > 0) {
		throw refused(
			`${facts.name} does not know ${listed(unknown.map(({word}) => word))}.`,
			say`Use other words, or leave out ${field('isStrict')}.`,
		);
	}
	if (isStrict && lacking.length > 0) {
		throw refused(`${facts.name} cannot draw ${listed(lacking)}.`, say`Ask for other things, or leave out ${field('isStrict')}.`);
	}
	const unread = new Set(unknown.filter(({readAs}) => readAs === undefined || readAs === '').map(({word}) => word.toLowerCase()));
	if (things && !isAgreed && task === 'edit' && isSmallTalk(instruction, word => unread.has(word))) {
		throw refused(
			`\`${short(instruction.trim())}\` asks for no change that ${facts.name} could make.`,
			say`Say what is to be different, such as "add ${withArticle(things.names[0] ?? 'thing')}", or add ${field('isAgreed')} to see what it makes of these words.`,
		);
	}
	const isEverydayThing = things !== undefined && things.lackingIn(instruction).length > 0;
	if (things && !isAgreed && (isEverydayThing || (task === 'gen' && unknown.length > 0)) && !things.isNamedIn(instruction)) {
		const language = isForeign(unknown.map(({word}) => word)) ? 'reads English, and ' : '';
		const why = lacking.length > 0 ? `cannot draw ${listed(lacking)}` : `does not know ${listed(unknown.map(({word}) => word))}`;
		throw refused(
			`${facts.name} ${why}; it ${language}draws scenes with these things: ${things.names.join(', ')}.`,
			say`Say it with some of them, add ${field('isAgreed')} to see what it makes of these words, ${bigger}`,
		);
	}
	const told = unknown.slice(0, mostNamed).map(({word, readAs, nearest}) => {
		if (readAs === '') return `${facts.name} does not know "${short(word)}" and leaves it out.`;
		if (readAs !== undefined) return `${facts.name} does not know "${word}" and reads it as "${readAs}".`;
		const known = nearest.length > 0 ? `; nearest words it knows: ${nearest.join(', ')}` : '';
		return `${facts.name} does not know "${short(word)}"${known}.`;
	});
	const more = unknown.length - told.length;
	const counted = things && countedThing(instruction, word => things.isNamedIn(word));
	return [
		...told,
		...(more === 0 ? [] : [`${facts.name} does not know ${more} more words of the instruction.`]),
		...(lacking.length > 0 ? [`${facts.name} cannot draw ${listed(lacking)}.`] : []),
		...(things && isForeign(unknown.map(({word}) => word)) ? [`${facts.name} reads English.`] : []),
		...(counted === undefined ? [] : [`${facts.name} draws one of each kind: "${counted}" becomes one.`]),
	];
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
	if (missing.length === 0) return [];
	const sentence = `The picture shows ${seen.length > 0 ? withArticles(seen) : 'no thing'}: there is no ${missing.join(' and no ')} in it.`;
	if (!isAgreed && named.every(({name, isPresumed}) => isPresumed && missing.includes(name))) {
		throw refused(
			sentence,
			say`Name what it shows, ask for something new ("add ${withArticle(missing[0] ?? 'thing')}"), or add ${field('isAgreed')} to see what ${facts.name} makes of it.`,
		);
	}
	return [sentence];
}

const withArticle = (name: string): string => `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;

/** "a frog", "a frog and an umbrella", "a frog, a kite and a star" */
function withArticles(names: readonly string[]): string {
	const articled = names.map(withArticle);
	const last = articled.at(-1) ?? '';
	return articled.length < 2 ? last : `${articled.slice(0, -1).join(', ')} and ${last}`;
}

const refused = (sentence: string, hint: Sentence): SettingError => new SettingError([sentence], {hint, exitCode: exitCodes.badData});

/** Words with which a thing is asked for, before it or with an article between. */
const wishing =
	"(?:add|adding|(?:how|what) about|draw|paint|put|place|include|insert|show|give|wants?|needs?|(?:would|'d) (?:like|love)|have(?= (?:an?|some|another|one) )|let|make|hang|set|bring|stick|throw|pop|remove|delete|erase|lose|turn|colou?r|recolou?r|becomes?|there(?:'s| is| are| should be| must be| could be| goes)|(?:should|must|could|to) (?:be|become))";
const anArticle = '(?:a|an|another|some|one|two|three|four|five|six|\\d+)';
const determiner = `(?:${anArticle}|more|extra|the|this|that|my|our|your|his|her|its|their)`;
/** Words between an article and what it belongs to. */
const adjectives = (most: number) => `(?<between>(?:[\\p{L}'-]+ ){0,${most}})`;

/** After these, with nothing but adjectives between, comes what is wished for: "add a nice wooden (bench)", "a (unicorn)", "in the (jacuzzi)". */
const places: readonly RegExp[] = [
	`\\b${wishing} (?:(?:in|there|me|us|also|just|maybe|only|it|them|him|her|everything) )?(?:${determiner} )?${adjectives(2)}$`,
	`\\b${wishing} (?:[\\p{L}'-]+ ){0,5}${anArticle} ${adjectives(2)}$`,
	`\\bwith (?:${determiner} ${adjectives(2)})?$`,
	`^(?:(?:please|pls|and|with|plus|or|then|can|could|may|might|if|just|now) )*(?:[\\p{L}'-]+ )?${anArticle} ${adjectives(2)}$`,
].map(pattern => new RegExp(pattern, 'u'));
/** Looks that a thing is to have: "make the rabbit (smol)". */
const described = /\b(?:make|paint|turn|colou?r|recolou?r|let) (?:the|my|this|that) [\p{L}'-]+ (?:be |look |more |very |a bit |all )?$/u;
const afterThing = /([\p{L}'-]+) (?:a|an|another) (?:[\p{L}'-]+ )?$/u;
/** One that is joined to a thing, or that a thing does something with: "a cat and a (horse)", "the cat rides a (horse)", "a cat that looks at a (horse)". */
const joined = new RegExp(
	`(?<thing>[\\p{L}'-]+) (?:(?:and|or|plus|but|&|as well as|along with) (?:also |maybe |then )?|(?:(?:that|which|who) )?(?:is |are )?(?!(?:is|was) )(?:[\\p{L}'-]+(?:ing|s|ed)|hold|ride|carry|wear|chase|eat|kiss|hug|meet|own|play|drive|fly|read|watch|see|look|sit|stand|lie) (?:(?:on|onto|in|into|at|to|past|over|under|with|from|after|towards?|around|along|through) )?)${anArticle} ${adjectives(2)}$`,
	'u',
);
/** Places and shapes that something is to have: "into a (prince)". */
const placed = new RegExp(
	`\\b(?:(?:in|into|inside|on|onto|at|by|under|behind|near|beside|next to|over|above|below|between) (?:(?:a|an|the|my|some) )?|(?:from|for|to|of|into) ${anArticle} )${adjectives(1)}$`,
	'u',
);
/** Verbs of one who wants a picture otherwise. */
const changing =
	/\b(?:add|draw|paint|put|place|move|set|send|take|bring|swap|exchange|replace|trade|turn|change|transform|convert|make|with)\b/u;
/** Words before the first verb of a wish: "please (defenestrate) the cat". */
const opening = /^(?:(?:please|pls|kindly|and|then|now|just|so|can|could|would|will|you|to|ok|okay) )*$/u;
const itsObject = /^ (?:the|a|an|all|it|this|that|my|everything|everyone|him|her|them)\b/u;
/** Words that ask for nothing wherever they stand: manners of speaking, talk of messages, and words that join two parts. */
const said =
	/^(?:\p{L}+(?:ab|ib|ful|al|ous|ive|is|at|ic|ent|ant|ed|ing)e?ly|where?as|whilst|while|bec\w*|cos|cuz|coz|bc|altho|tho|unless|lmao|lmfao|rofl|lol+|omg|ngl|tbh|imo|imho|idk|idc|irl|ty|tysm|thx|thnx|np|fr|smh|ikr|btw|fyi|asap|rn|yk|u|ur|im|ppl|shld|cld|wld|gonna|gotta|wanna|rlly|rly|soz|u+h+|u+m+|e+r+m*|lowkey|highkey|pov|bro|sis|dude|mate|yall|y'all|literally|kinda|sorta|super|whatsoever|herewith|obliged|actual)$/u;
/** Words that end the reach of an article. */
const passing = new Set(
	'it that which who this they he she we i you and or so because far too right left up down is was are were has have'.split(' '),
);
const pronoun = /^ (?:it|them|him|her|me|us|i|you|he|she|they|says?|said|and i|would|was|told|wants)\b/u;

export type WordPlace = {
	/** Whether a word is a name of a thing that the model draws. */
	readonly isThing: (word: string) => boolean;
	/** Whether the word is known to be a thing: one needs no article at the beginning of a part. */
	readonly isNoun?: boolean;
};

/**
Whether a word stands where a picture's things, their looks, a place or a change are asked for, and not in what people tell besides:
"a skateboard for the cat, since my (nephew) (adores) it". Places in long texts are not looked at: there all are.
*/
export function isAskedFor(word: string, instruction: string, place: WordPlace): boolean {
	const text = instruction.normalize('NFKC').toLowerCase();
	if (text.length > longest) return true;
	const wanted = word.toLowerCase();
	if (said.test(wanted)) return false;
	for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + wanted.length)) {
		const isWhole = !letter.test(text[at - 1] ?? '') && !letter.test(text[at + wanted.length] ?? '');
		if ((isWhole || !letter.test(wanted)) && isWanted(wanted, text.slice(0, at), text.slice(at + wanted.length), place)) return true;
	}
	return false;
}

const longest = 2000;
const letter = /\p{L}/u;

function isWanted(word: string, before: string, after: string, {isThing, isNoun = false}: WordPlace): boolean {
	const part = (
		before
			.slice(-100)
			.split(/[.,;:!?()\n]/u)
			.at(-1) ?? ''
	)
		.replaceAll(/\s+/gu, ' ')
		.trimStart();
	const words = part.split(' ').filter(one => one !== '');
	const isReached = (pattern: RegExp) => {
		const between = pattern.exec(part)?.groups?.between;
		return between === undefined ? pattern.test(part) : !between.split(' ').some(one => isThing(one) || passing.has(one));
	};
	// A sign may stand for a word: "add a (sign)", not "so happy (sign)".
	if (!letter.test(word)) return new RegExp(`\\b(?:${wishing}|${determiner}) $`, 'u').test(part);
	if (places.some(isReached) || described.test(part)) return true;
	// A list without marks: "a cat a (horse)".
	if (isThing(afterThing.exec(part)?.[1] ?? '')) return true;
	const {thing, between} = joined.exec(part)?.groups ?? {};
	if (thing !== undefined && isThing(thing) && !between?.split(' ').some(one => isThing(one) || passing.has(one))) return true;
	const next = /^ (\p{L}+)/u.exec(after)?.[1];
	if (next !== undefined && isThing(next) && !word.endsWith("'s")) return true;
	if (isReached(placed) && (changing.test(part) || words.some(isThing))) return true;
	// "Dress them so", "grandpa said": a verb, or who tells.
	if (isNoun && pronoun.test(after)) return false;
	if (opening.test(part) && itsObject.test(after)) return true;
	if (!isNoun) return false;
	return opening.test(part) || /\b(?:and|or|plus) $/u.test(part);
}

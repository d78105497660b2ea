/** Letters, numbers and signs that an instruction wants to be read in a picture, in lower case. */
export const letters = new RegExp(
	[
		"(?<!\\b(?:i|we|he|she|they|i will|i'll|i'd|i can|have to|meant to|don't) )\\b(?:write|spell out|engrave|inscribe|autograph)\\b(?! (?:(?:a|me a|me|the) (?:story|poem|tale)|off\\b|(?:this|that|it|them) down))",
		'\\b(?:captions?(?! amended)|(?<!\\b(?:the|my) )headlines?|slogan|lettering|watermark|(?:speech|thought|word|talk|speaking)[ -](?:bubble|balloon)s?|signatures?|subtitles?|logos?(?! (?:idea|lockup|brief|design))|monogram',
		'graffiti|name ?(?:tag|plate)s?|price tags?|licen[cs]e plates?|initials|(?<=(?:the|a|some|with|add) )hashtags?|(?:bar|qr)[ -]?codes?|closing credits)\\b',
		'\\b(?:(?:some|add|with|an?|big|put) |(?:add|put|have|with|set|place|include|stamp|print|^) ?(?:me |us )?the )(?:text|letters?|words?|title|number|numeral|name|sign|label|digits?|font|date|quote)\\b(?! (?:["“‘\']\\S+ )?(?:of|was|is|are|has|have|for|you|comes?)\\b)',
		'\\b(?:sign|banner|flag|board|poster|text|letters|bubble|label|shirt) (?:(?:that|which) )?(?:says?|reads?|saying|reading)\\b',
		'\\b(?:that|which) (?:says|reads|spells) (?:["“‘\']|happy|hello|welcome)',
		'(?<!\\bjust )\\bsaying (?:["“‘\']|happy|hello|welcome|hi\\b|get|good|i )',
		"\\b(?:with|put|add) (?:my|his|her|our|their|\\p{L}+'s) (?:name|initials)\\b",
		'\\b(?:add|put|place|print|stamp|insert|display) ["“‘\'«]',
		'\\b(?:sign|date|title|number|label) (?:it|this|everything|each|every|all|the (?:picture|painting|drawing|image|animals?|things?|objects?))\\b',
		'\\bnumber \\d',
		'\\b(?:hand)?(?:written|scribbled|scrawled|engraved|inscribed|printed|tattooed|embroidered|carved|spelled|spelt)(?: out)? (?:on|in|into|onto|across|along|above|below|under|over|at|down|by|with|["“‘\'])',
		'\\b(?:labell?ed|captioned|titled|entitled|autographed|signed|numbered)\\b(?= (?:as|by|with|from|["“‘\']))',
		'\\b(?:some|add|with|put|any|more) (?:me )?(?:some |a bit of |a little )?(?:fancy |neat |nice )?(?:writing|handwriting|calligraphy|word art|typography)\\b',
		'\\bin (?:cursive|calligraphy|comic sans|helvetica|block capitals|bold type)\\b',
	].join('|'),
	'u',
);

export type LetterReader = {
	/** The things that a part of an instruction names; presumed are those that are spoken of as there. */
	readonly namedIn: (part: string) => readonly {readonly isPresumed: boolean}[];
};

/** Marks and words between two requests. */
export const between = /[.;!?\n,]+|:(?=\s)|\b(?:and|then|also|but|plus)\b/u;
/** Something put between quotation marks: where a request ends is not to be read out of it. */
export const inQuotes = /"[^"]*"|“[^”]*”|«[^»]*»|(?<=^|\s)[‘'][^’']*[’'](?=\s|[.,;!?]|$)/gu;
/** Looks of a thing, what surrounds all of them, and changes that need no letters. */
export const looks =
	/\b(?:red|orange|yellow|green|blue|purple|pink|white|small|smaller|large|larger|big|bigger|tiny|huge|remove|delete|erase|without|no|move|swap|replace)\b/u;
export const surroundings =
	/\b(?:meadow|beach|sea|forest|woods|desert|mountains?|town|city|village|day|night|sunset|evening|morning|noon|midnight|weather|rain\w*|snow\w*|winter|everything else|animals?|plants?|vehicles?)\b/u;

/**
Whether an instruction asks for letters in a picture and for nothing besides: not "a cat with a sign that says hi", of which the cat can be drawn.
@param isEdit - where "the house" says where the letters go
*/
export function asksOnlyForLetters(instruction: string, {namedIn}: LetterReader, isEdit: boolean): boolean {
	const text = instruction.normalize('NFKC').toLowerCase().replaceAll(inQuotes, '"…"');
	if (!letters.test(text)) return false;
	return !text.split(between).some(part => {
		const found = letters.exec(part);
		const named = namedIn(found ? part.slice(0, found.index) : part);
		if (!found) return named.length > 0 || surroundings.test(part);
		if (!isEdit) return named.length > 0;
		const before = part.slice(0, found.index);
		return named.some(({isPresumed}) => !isPresumed) || looks.test(before);
	});
}

/** Words of greeting, thanks and laughter that ask for nothing wherever they stand, in lower case. Other words of talk are told apart by where they stand. */
const words = [
	'please pleas plz pls plox kindly thanks thank thankyou thx thnx ty tysm tyvm ta cheers appreciated appreciate hey hi hiya hello helo howdy greetings sup yo',
	'ok okay okey okie okidoki okey-dokey okie-dokie alright alrighty righto kk k so well hmm hm um uh er erm ahem mm mhm huh eh ah oh aw ooh ouch oops oopsie whoops',
	'ugh phew whew wow whoa woah yay yays woo woohoo woot yeah yep yup yes ya yah nah lol lmao lmfao rofl omg omfg wtf smh tbh ngl imo imho idk idc btw fyi asap brb',
	"jk np rn irl ikr yolo bruh bro dude man mate buddy pal fam innit xoxo xo lemme gimme wanna gonna gotta kinda sorta dunno y'all yall",
	'ai siri alexa chatgpt gpt really very super maybe perhaps love',
].flatMap(line => line.split(' '));

/** The letters of a word, each of several equal ones once: "pleeease" and "please" have the same. */
const squeezed = (word: string): string => word.replaceAll(/(.)\1+/gu, '$1');

const said: ReadonlySet<string> = new Set(words);
const shortest: ReadonlySet<string> = new Set(words.map(squeezed));
/** Three equal letters, or two at the end: "supper" is no "super". */
const drawnOut = /(.)\1\1|(.)\2$/u;
const longest = 40;
const laughter = /^(?:(?:a?h[aeiou]+){2,}h?|(?:[aeiou]+h){2,}|x+(?:o+x+)*o*|l+(?:o+l+)+)$/u;
/** Faces, hands, hearts, sparkles and party poppers. */
const feelings =
	/^(?:[\u{1F600}-\u{1F64F}\u{1F910}-\u{1F92F}\u{1F970}-\u{1F97A}\u{1FAE0}-\u{1FAE8}\u{1F44A}-\u{1F450}\u{1F64C}\u{1F64F}\u{1F91D}-\u{1F91F}\u{1FAF6}\u{1F493}-\u{1F49F}\u{1F90D}\u{1F90E}\u{1F4AF}\u{1F389}\u{1F38A}\u{2728}\u{2764}\u{2665}\u{263A}]|[\u{1F3FB}-\u{1F3FF}])+$/u;

/** Whether a word or sign is one of talk, and asks for nothing, however long its letters are drawn out. */
export function isChat(word: string): boolean {
	const lower = word.toLowerCase().replaceAll('’', "'");
	if (lower.length > longest) return false;
	return said.has(lower) || (drawnOut.test(lower) && shortest.has(squeezed(lower))) || laughter.test(lower) || feelings.test(word);
}

/** Courtesies that name a thing and mean none. */
const courtesies = /\bplease,? with (?:a |some |lots of )?(?:cherry|cherries|sugar|honey)(?: (?:and sprinkles )?on top(?: of it)?)?/giu;

/** An instruction without courtesies that name things: "pretty please with a cherry on top". */
export const withoutCourtesies = (instruction: string): string => instruction.replaceAll(courtesies, 'please');

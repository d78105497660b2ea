import {isChat} from './chat.ts';

/** Words of talk between people, and of commands to a program: alone they ask for no picture and no change of one. */
const talk = new Set(
	[
		'a am and are be been bye can cancel cheers could did do does done doing exit fine glad go going good great goodbye got great had haha hallo',
		'hang has have hello help hey hi hmm how hurry i is it just know later listening lol lot lots love made many me mean much my name nice no',
		'nope of oh ok okay on oops or our please pls quit really redo reset right save see so sorry still stop sure talk tell test testing',
		'thank thanks that the this them then there they thing thx to too ty uh um undo us very wait was we welcome well were what when where',
		'which who why will with work working would wow yeah yep yes you your back trust dear answer question understand hear mind problem thought',
	].flatMap(line => line.split(' ')),
);

/**
Whether an instruction is talk, and asks for nothing: "thank you", "undo", "who made you?".
@param isUnknown - Whether a word, in lower case, is none that the model was shown.
*/
export function isSmallTalk(instruction: string, isUnknown: (word: string) => boolean): boolean {
	const words =
		instruction
			.normalize('NFKC')
			.toLowerCase()
			.match(/\p{L}+/gu) ?? [];
	return words.length > 0 && words.every(word => talk.has(word) || isChat(word) || isUnknown(word));
}

import {nearest} from '../../words.ts';

/** A command of a session. */
export type SessionCommand = {
	/** Typed with a slash, always; and without, where it cannot be meant as an instruction. */
	readonly name: string;
	readonly aliases: readonly string[];
	/** Words that may stand after it. */
	readonly takes?: string;
	readonly text: string;
	/** Whether words after its name, without a slash before it, are what it takes, and not an instruction that begins with the same word. */
	readonly isTaken?: (rest: string, known: KnownWords) => boolean;
};

/** Words that tell a command from an instruction. */
export type KnownWords = {
	/** Names of settings. */
	readonly settings: readonly string[];
};

/** Words after `undo` that say nothing more. */
const meant = /^(?:it|that|this|please|the last( one)?|last( one)?)[.!]?$/iu;
const isAFile = (text: string): boolean => /^\S+\.[a-z\d]{3,4}$|\.(?:png|webp|jpe?g|avif|gif|tiff?)$|[\\/]/iu.test(text);
const isOneWord = (text: string): boolean => !/\s/u.test(text);
const isNumberLike = (text: string): boolean => /^[-+]?\d\S*$/u.test(text);

/** Every command, in the order of the help. */
export const sessionCommands = [
	{name: 'undo', aliases: ['u'], text: 'back to the picture before', isTaken: rest => meant.test(rest)},
	{name: 'redo', aliases: ['y'], text: 'take an undo back', isTaken: rest => meant.test(rest)},
	{name: 'again', aliases: ['r', 'reroll'], text: 'the same once more with a new seed'},
	{
		name: 'new',
		aliases: ['n'],
		takes: '[words]',
		text: 'draw a new picture, not change this one',
		isTaken: rest => /^(?:an?|the|one|two|three|some)\s/iu.test(rest),
	},
	{
		name: 'open',
		aliases: ['o'],
		takes: '[file]',
		text: 'go on from a file; alone, view this one',
		isTaken: isAFile,
	},
	{
		name: 'save',
		aliases: ['s'],
		takes: '[file]',
		text: 'save picture and transcript elsewhere',
		isTaken: rest => isAFile(rest) || isOneWord(rest) || /^(?:as|to)\b/iu.test(rest),
	},
	{
		name: 'seed',
		aliases: [],
		takes: 'NUMBER',
		text: 'the seed of the next picture',
		isTaken: isOneWord,
	},
	{
		name: 'set',
		aliases: [],
		takes: 'NAME VALUE',
		text: 'such as: set quality fast',
		isTaken: (rest, {settings}) => settings.includes(rest.split(/\s/u)[0] ?? ''),
	},
	{name: 'count', aliases: [], takes: 'NUMBER', text: 'pictures for each instruction: n 4', isTaken: isNumberLike},
	{
		name: 'mask',
		aliases: [],
		takes: 'FILE|off',
		text: 'change only what is white in it',
		isTaken: rest => isAFile(rest) || rest === 'off',
	},
	{name: 'history', aliases: [], text: 'how the picture came to be'},
	{name: 'words', aliases: [], takes: '[start]', text: 'words that the model knows'},
	{name: 'help', aliases: ['?', 'h'], text: 'this text'},
	{name: 'quit', aliases: ['q', 'exit', ':q', 'bye'], text: 'leave (also Ctrl-D)'},
] as const satisfies readonly SessionCommand[];

export type CommandName = (typeof sessionCommands)[number]['name'];

/** A line as it is meant: an instruction to draw or to change, a command, or something of which neither can be said for sure. */
export type Meaning =
	| {readonly type: 'instruction'; readonly text: string}
	| {readonly type: 'command'; readonly name: CommandName; readonly rest: string}
	| {readonly type: 'refused'; readonly why: string};

const all: readonly (SessionCommand & {readonly name: CommandName})[] = sessionCommands;
const named = (word: string) => all.find(({name, aliases}) => name === word || aliases.includes(word));

/** The meaning of a line, which is not empty. What begins with a slash is never an instruction, nor is the name of a picture's file. */
export function meaningOf(line: string, known: KnownWords): Meaning {
	const text = line.trim();
	const [, word = '', rest = ''] = /^(\S+)(?:\s+(.*))?$/su.exec(text) ?? [];
	if (isOneWord(text) && isPicture(text)) return {type: 'command', name: 'open', rest: text};
	if (text.startsWith('/')) return afterSlash(word.slice(1).toLowerCase(), rest.trim());
	const lower = word.toLowerCase();
	const command = named(lower);
	if (command) {
		if (command.name === 'new' && isNumberLike(rest)) return {type: 'command', name: 'count', rest};
		const isLetter = lower !== command.name;
		const isTaken = isLetter ? takesAnything.has(lower) : (command.isTaken?.(rest, known) ?? false);
		if (rest === '' || isTaken) return {type: 'command', name: command.name, rest};
		if (command.name === 'undo' || command.name === 'redo') return {type: 'refused', why: `\`${command.name}\` stands alone.`};
		return {type: 'instruction', text};
	}
	const swapped = rest === '' ? all.find(({name}) => isSwap(lower, name)) : undefined;
	if (swapped) return {type: 'refused', why: `Did you mean \`${swapped.name}\`? Say more if it is to be drawn.`};
	return {type: 'instruction', text};
}

/** Letters that take what is behind them, whatever it is. */
const takesAnything = new Set(['s', 'n']);
const isPicture = (text: string): boolean => /[^\s/\\.][^/\\]*\.(?:png|webp|jpe?g|avif|gif|tiff?)$/iu.test(text);

function afterSlash(word: string, rest: string): Meaning {
	if (word === '') return {type: 'refused', why: `Commands: ${all.map(({name}) => `/${name}`).join(' ')}`};
	const command = named(word);
	if (command?.name === 'new' && isNumberLike(rest)) return {type: 'command', name: 'count', rest};
	if (command && rest !== '' && !('takes' in command) && !meant.test(rest)) {
		return {type: 'refused', why: `/${command.name} stands alone.`};
	}
	if (command) return {type: 'command', name: command.name, rest};
	const near = nearest(
		word,
		all.flatMap(({name, aliases}) => [name, ...aliases.filter(alias => alias.length > 1)]),
	);
	return {type: 'refused', why: `There is no command \`/${word}\`. ${near ? `Did you mean \`/${near}\`?` : 'See /help.'}`};
}

/** Whether two neighbours have changed places: no two English words for a picture are that alike and one of them a command. */
function isSwap(word: string, name: string): boolean {
	if (word.length !== name.length || word === name || name.length < 4) return false;
	const at = [...word].findIndex((letter, index) => letter !== name[index]);
	return word[at] === name[at + 1] && word[at + 1] === name[at] && word.slice(at + 2) === name.slice(at + 2);
}

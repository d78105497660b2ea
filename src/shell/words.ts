/** Completions: nothing (a switch takes no value), words, names to ask the program for, files, or what only the user knows. */
export type Offer = 'nothing' | 'file' | 'text' | readonly string[] | {readonly names: string};

export type FlagWords = {
	/** `--output`, `-o`; `-n` alone. */
	readonly spellings: readonly string[];
	readonly text: string;
	/** Name of its value. */
	readonly value?: string;
	readonly offer: Offer;
};

/** An action of a command for a shell. */
export type ActionWords = {
	readonly name: string;
	readonly text: string;
	readonly flags: readonly FlagWords[];
	/** Completions of the words after it. */
	readonly offer: Offer;
	/** Values of each of those words. */
	readonly values: Readonly<Record<string, readonly string[]>>;
};

/** Facts of a command for a shell. */
export type CommandWords = {
	readonly name: string;
	readonly text: string;
	readonly flags: readonly FlagWords[];
	/** Completions of its words; where it has actions, of the first one. */
	readonly offer: Offer;
	readonly actions: readonly ActionWords[];
};

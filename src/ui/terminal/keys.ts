/** Action of a key while a run is shown. */
export type RunAction =
	| 'pause'
	| 'step'
	| 'change'
	| SeekAction
	| 'larger'
	| 'smaller'
	| 'picture'
	| 'stop'
	| 'leave'
	| 'interrupt'
	| 'help'
	| 'suspend';
/** Seeking, among the steps that were. */
export type SeekAction = 'back' | 'forward' | 'first' | 'last';

/** Keys by name, as `keysIn` gives them. */
const runKeys: Readonly<Record<string, RunAction>> = {
	space: 'pause',
	'.': 'step',
	tab: 'change',
	left: 'back',
	right: 'forward',
	home: 'first',
	end: 'last',
	'+': 'larger',
	'=': 'larger',
	'-': 'smaller',
	_: 'smaller',
	p: 'picture',
	P: 'picture',
	escape: 'stop',
	q: 'leave',
	Q: 'leave',
	'ctrl-c': 'interrupt',
	'?': 'help',
	h: 'help',
	'ctrl-z': 'suspend',
};

/** Keys in the help, in its order. `interrupt` and `suspend` are as in every program. */
export const runHelp: readonly {readonly actions: readonly RunAction[]; readonly keys: string; readonly text: string}[] = [
	{actions: ['pause'], keys: 'space', text: 'pause'},
	{actions: ['step'], keys: '.', text: 'one step'},
	{actions: ['change'], keys: 'Tab', text: 'change words or picture'},
	{actions: ['back', 'forward'], keys: '← →', text: 'back in time'},
	{actions: ['larger', 'smaller'], keys: '+ -', text: 'picture size'},
	{actions: ['picture'], keys: 'p', text: 'picture on/off'},
	{actions: ['stop'], keys: 'Esc', text: 'stop and keep'},
	{actions: ['interrupt'], keys: 'Ctrl-C twice', text: 'leave at once'},
	{actions: ['help'], keys: '?', text: 'close'},
];

/** The same for a replay, which keeps nothing. */
export const replayHelp: typeof runHelp = [
	{actions: ['pause'], keys: 'space', text: 'pause'},
	{actions: ['back', 'forward'], keys: '← →', text: 'step'},
	{actions: ['first', 'last'], keys: 'Home End', text: 'first, last'},
	{actions: ['change'], keys: 'Tab', text: 'change it, and go on from there'},
	{actions: ['larger', 'smaller'], keys: '+ -', text: 'picture size'},
	{actions: ['picture'], keys: 'p', text: 'picture on/off'},
	{actions: ['leave'], keys: 'q', text: 'leave'},
	{actions: ['help'], keys: '?', text: 'close'},
];

/** The action of a key by its name; undefined if it has none. */
export const runActionOf = (key: string): RunAction | undefined => (Object.hasOwn(runKeys, key) ? runKeys[key] : undefined);

/** Whether a key acts while something could be typed: of the letters only those that a second press takes back. */
export function isKeyBesideTyping(key: string): boolean {
	const action = runActionOf(key);
	return action !== undefined && (!/^\p{L}$/u.test(key) || action === 'picture' || action === 'help');
}

/** The actions that a chunk from the keyboard asks for. Pasted text asks for none: only Ctrl-C counts in it. */
export function runActionsIn(chunk: string): RunAction[] {
	const keys = keysIn(chunk);
	const isPasted = keys.length > 3 && new Set(keys).size > 1;
	return keys.flatMap(key => {
		const action = runKeys[key];
		return action && (!isPasted || action === 'interrupt') ? [action] : [];
	});
}

const escapeCharacter = '\u001B';
/** Continuation of an escape: a CSI or SS3 sequence, or a character typed with Alt. Ctrl-C is none: it stops, whatever was typed just before. */
const afterEscape = /^(?:\[[\d;?<=>]*[ -/]*[@-~]|O[@-~]|(?!\p{Cc}).|[\r\n\t\b\u007F])/su;
const named: Readonly<Record<string, string>> = {
	' ': 'space',
	'\r': 'enter',
	'\n': 'enter',
	'\t': 'tab',
	'\u007F': 'backspace',
	'\b': 'backspace',
};
/** Some keys have another sequence in tmux, on the Linux console and in rxvt. */
const namedSequences: Readonly<Record<string, string>> = {
	A: 'up',
	B: 'down',
	C: 'right',
	D: 'left',
	F: 'end',
	H: 'home',
	Z: 'shift-tab',
	'1~': 'home',
	'3~': 'delete',
	'4~': 'end',
	'7~': 'home',
	'8~': 'end',
	'1;2A': 'shift-up',
	'1;2B': 'shift-down',
	'1;2C': 'shift-right',
	'1;2D': 'shift-left',
	'1;5C': 'ctrl-right',
	'1;5D': 'ctrl-left',
};

/**
The keys in a chunk of a terminal's input: characters as they are, others by name (`space`, `enter`, `left`, `ctrl-c`, `alt-x`).
Sequences of other keys and the terminal's own reports give nothing.
*/
export function keysIn(chunk: string): string[] {
	const [plain = '', ...escaped] = chunk.split(escapeCharacter);
	return [
		...Array.from(plain, keyOf),
		...escaped.flatMap(text => {
			const [sequence = ''] = afterEscape.exec(text) ?? [];
			return [...sequenceKeys(sequence), ...Array.from(text.slice(sequence.length), keyOf)];
		}),
	];
}

function keyOf(character: string): string {
	const code = character.codePointAt(0) ?? 0;
	return named[character] ?? (code < 0x20 ? `ctrl-${String.fromCharCode(code + 0x60)}` : character);
}

function sequenceKeys(sequence: string): string[] {
	if (sequence === '') return ['escape'];
	if (/^[[O]./su.test(sequence)) return [namedSequences[sequence.slice(1)] ?? []].flat();
	return sequence.length === 1 ? [`alt-${keyOf(sequence)}`] : [];
}

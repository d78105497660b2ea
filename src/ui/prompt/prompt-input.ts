import {keysIn} from '../terminal/keys.ts';

/** An action at a prompt: a key that has a name, or text that was typed or pasted. */
export type Input = {readonly key: string} | {readonly text: string};

/** Sent to a terminal, it marks pasted text from then on, and no longer. */
export const pasteMarks = {on: '\u001B[?2004h', off: '\u001B[?2004l'} as const;
const pasteStart = '\u001B[200~';
const pasteEnd = '\u001B[201~';

/** Reads a terminal's input chunk by chunk. Line breaks in pasted text are no Enter, whether the terminal marks it or not. */
export function createInputReader(): (chunk: string) => Input[] {
	let isPasting = false;
	/** The beginning of a mark, whose rest comes with the next chunk. */
	let pending = '';
	return chunk => {
		const inputs: Input[] = [];
		let rest = pending + chunk;
		for (;;) {
			const mark = isPasting ? pasteEnd : pasteStart;
			const at = rest.indexOf(mark);
			// A lone escape is the key, unless it is in pasted text, where it can only begin the mark.
			const kept = at === -1 ? begunMark(rest, mark, isPasting ? 1 : 3) : 0;
			const piece = at === -1 ? rest.slice(0, rest.length - kept) : rest.slice(0, at);
			if (piece !== '') inputs.push(...(isPasting ? [{text: piece}] : typed(piece)));
			if (at === -1) {
				pending = rest.slice(rest.length - kept);
				return inputs;
			}
			isPasting = !isPasting;
			rest = rest.slice(at + mark.length);
		}
	};
}

/** Number of characters at the end of `text`, at least `least`, that begin the mark. */
function begunMark(text: string, mark: string, least: number): number {
	for (let length = mark.length - 1; length >= least; length--) if (text.endsWith(mark.slice(0, length))) return length;
	return 0;
}

function typed(piece: string): Input[] {
	const keys = keysIn(piece);
	return keys.reduce<Input[]>((inputs, key, index) => {
		// Text after Enter in one chunk was pasted, though the terminal does not say so.
		const text = key === 'space' || (key === 'enter' && index < keys.length - 1) ? ' ' : [...key].length === 1 ? key : undefined;
		const last = inputs.at(-1);
		if (text === undefined) inputs.push({key});
		else if (last && 'text' in last) inputs[inputs.length - 1] = {text: last.text + text};
		else inputs.push({text});
		return inputs;
	}, []);
}

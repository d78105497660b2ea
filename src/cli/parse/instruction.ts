import {usage} from '../../app/usage-error.ts';
import {exitCodes, UserError} from '../../errors.ts';
import {readStdin, type Stdin, stdinName} from '../../files/stdin.ts';
import type {Parsed} from '../parse/parse.ts';

/** Most of an instruction that is read (bytes): far more than any model takes. */
const maxInstructionBytes = 1_000_000;
/**
The words of `gen` (or of `edit`, after its picture) with the instruction from stdin, if it is meant: by `-`, or by a pipe where no
words are given. A picture from stdin leaves none for the instruction.
*/
export async function withInstruction(parsed: Parsed, task: 'gen' | 'edit', stdin: Stdin): Promise<Parsed> {
	const [picture, words] = task === 'gen' ? [[], parsed.input] : [parsed.input.slice(0, 1), parsed.input.slice(1)];
	if (parsed.flags.control === true) {
		if (![...picture, ...words].includes(stdinName)) return parsed;
		throw usage('With --control stdin has the lines that steer the run.', 'Give picture and instruction as a file and in words.');
	}
	const isMeant =
		words.length === 0 ? !stdin.isTTY && (task === 'gen' || picture.length > 0) : words.length === 1 && words[0] === stdinName;
	if (!isMeant) return parsed;
	if (picture[0] === stdinName) {
		if (words.length === 0) return parsed;
		throw usage('Picture and instruction cannot both come from stdin.', 'Give one of them as a file or in words.');
	}
	return {...parsed, input: [...picture, decode(await readStdin(stdin, maxInstructionBytes))]};
}

function decode(bytes: Uint8Array): string {
	try {
		return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
	} catch (cause) {
		throw new UserError('The instruction from stdin is not UTF-8 text.', {
			hint: 'Pipe in text; a picture is named `-` where its file would stand.',
			exitCode: exitCodes.badData,
			cause,
		});
	}
}

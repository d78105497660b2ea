import type {Templates} from '../../decoder/denoiser.ts';
import type {TokenId} from '../../decoder/ids.ts';
import type {Grid, Prompt} from '../text/prompt.ts';

/** Layout of tokens in the sequences of an open model. */
export type Layout = {
	/** Grid of the picture that is made. */
	readonly grid: Grid;
	/** Text output tokens of a run. */
	readonly textLength: number;
	/** Token of image code 0. */
	readonly codeOffset: number;
	readonly mask: TokenId;
	/** Ends the text and fills the rest of it. */
	readonly textEnd: TokenId;
	/** The sequences of one run. @throws UserError (exit 65) when the instruction is empty or too long. */
	templatesFor(prompt: Prompt): Templates;
};

import {exitCodes, UserError} from '../errors.ts';
import type {ModelFacts} from '../events/events.ts';
import {tokensByMask, tokensByRatio} from '../model/images/inpainting.ts';
import type {Job, Pixels, Repaint} from './job.ts';

/** The codes that a job changes, ascending; undefined when it makes the whole picture. @throws UserError (exit 65) when there are none */
export function inpaintedCodes(
	{input, repaint}: Pick<Job, 'input' | 'repaint'>,
	{grid, patch}: Pick<ModelFacts, 'grid' | 'patch'>,
): number[] | undefined {
	if (!repaint) return;
	if (!input) throw new TypeError('A job without a picture has nothing to inpaint.');
	const count = grid.rows * grid.columns;
	if (input.width !== grid.columns * patch || input.height !== grid.rows * patch)
		throw new TypeError(`A picture of ${input.width}x${input.height} is inpainted at ${grid.columns * patch}x${grid.rows * patch}.`);
	const codes = marked(repaint, input, patch).sort((a, b) => a - b);
	const wrong = codes.find(code => !Number.isInteger(code) || code < 0 || code >= count);
	if (wrong !== undefined) throw refuse(`There is no code ${wrong} in a picture of ${count}`, 'Codes count from 0, row by row.');
	if (codes.length === 0) throw refuse('The mask leaves nothing to change', 'Paint the part to change white.');
	return codes;
}

/** Notices about the part that is changed, before that begins. */
export function inpaintingNotices({repaint}: Job, codes: readonly number[] | undefined, {grid}: Pick<ModelFacts, 'grid'>): string[] {
	if (!repaint || !codes) return [];
	const isAll = codes.length === grid.rows * grid.columns;
	return [
		...('notice' in repaint && repaint.notice !== undefined ? [repaint.notice] : []),
		...(isAll ? ['The whole picture is marked: all of it is changed, and nothing is kept.'] : []),
	];
}

function marked(repaint: Repaint, input: Pixels, patch: number): number[] {
	if ('codes' in repaint) return [...new Set(repaint.codes)];
	const isMarked = 'mask' in repaint ? tokensByMask(sameSize(repaint.mask, input), patch) : tokensByRatio(input, patch, repaint);
	return isMarked.flatMap((is, code) => (is ? [code] : []));
}

function sameSize(mask: Pixels, {width, height}: Pixels): Pixels {
	if (mask.width === width && mask.height === height) return mask;
	throw refuse(`The mask is ${mask.width}x${mask.height} and the picture ${width}x${height}`, 'Give a mask of the size of the picture.');
}

const refuse = (fault: string, hint: string) => new UserError(`${fault}.`, {hint, exitCode: exitCodes.badData});

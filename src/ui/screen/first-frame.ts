import chalk from 'chalk';
import {printable} from '../../printable.ts';
import {cutTo} from '../terminal/cells.ts';
import type {Size} from '../terminal/size.ts';

/** Lines of the screen until the engine has told what it runs. */
export const waitingLines = (title: string, seed: number): readonly [title: string, status: string] => [
	printable(title),
	`loading the model · seed ${seed}`,
];

/**
The frame of a run that has not begun, as Ink would draw it: Ink takes half a second to load, and this is shown meanwhile.
*/
export function firstFrame(title: string, seed: number, {columns}: Pick<Size, 'columns'>): string {
	const [bold, dim] = waitingLines(title, seed).map(line => cutTo(line, columns - 2));
	return ` ${chalk.bold(bold)}\n ${chalk.dim(dim)}`;
}

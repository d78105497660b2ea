import {obey} from '../../app/control.ts';
import type {Run} from '../../engine/engine.ts';
import {textLines} from '../../files/text-lines.ts';
import {printData} from './out.ts';

const maxLineBytes = 1_000_000;

/** Have a run steered by the lines on stdin, answered on stdout, for as long as it goes. */
export function control(run: Run): void {
	// Lines that are still to come when the run is over are not waited for.
	process.stdin.unref?.();
	void obey(textLines(process.stdin, {maxBytes: maxLineBytes}), run, printData);
}

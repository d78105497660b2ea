import {isInForeground} from './job-control.ts';

let holders = 0;

/** Whether the keyboard stays as a screen or a prompt has it when that is gone, since the next one comes. */
export const isHeld = (): boolean => holders > 0;

/** From now on what is typed between two screens is neither shown nor lost, but is for the next one. Until disposed. */
export function holdKeyboard(): Disposable {
	holders++;
	return {
		[Symbol.dispose]() {
			holders--;
			if (holders === 0 && process.stdin.isTTY && isInForeground()) process.stdin.setRawMode(false);
		},
	};
}

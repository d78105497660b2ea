import {readableBytes} from '../../../app/readable.ts';
import type {ProgressLine} from '../../terminal/progress-line.ts';

/** Reading gigabytes takes a while: how far it is, for people who wait. */
export const showRead =
	(line: ProgressLine) =>
	(done: number, total: number): void => {
		if (total > longBytes) line.show(() => `${readableBytes(done)} of ${readableBytes(total)} read`);
	};
const longBytes = 1e9;

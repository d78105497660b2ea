import path from 'node:path';

/** Whether a relative path leads nowhere but down. */
export const isBelow = (file: string): boolean =>
	!path.isAbsolute(file) && !file.includes('\0') && !path.normalize(file).split(/[\\/]/).includes('..');

import {appendFileSync, mkdirSync, renameSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {userFolders} from '../../../app/folders.ts';
import {readPlainSync} from '../../../files/plain-file.ts';
import {printable} from '../../../printable.ts';

/** Lines that are offered, and lines that a file may have before the oldest are dropped. */
const mostOffered = 500;
const mostKept = 2000;
const mostBytes = 4_000_000;

/** Lines of earlier sessions, and the place for those of this one. */
export type HistoryFile = {
	/** Oldest first. */
	readonly lines: readonly string[];
	readonly add: (line: string) => void;
};

/** The history of this user's sessions. Where it cannot be read or written, a session remembers its own lines only. */
export function openHistory(folder: string | undefined = userFolders().state): HistoryFile {
	const file = folder === undefined ? undefined : path.join(folder, 'history');
	return {
		lines: file === undefined ? [] : readLines(file),
		add(line) {
			if (file === undefined || line.trim() === '') return;
			orNothing(() => {
				mkdirSync(path.dirname(file), {recursive: true});
				// One write to the end of the file: sessions side by side lose no line of each other.
				appendFileSync(file, `${oneLine(line)}\n`, {mode: 0o600});
			});
		},
	};
}

function readLines(file: string): readonly string[] {
	const text = orNothing(() => readPlainSync(file, mostBytes)) ?? '';
	const lines = text.split('\n').map(oneLine).filter(Boolean);
	if (lines.length > mostKept) {
		orNothing(() => {
			writeFileSync(`${file}.new`, `${lines.slice(-mostOffered).join('\n')}\n`, {mode: 0o600});
			renameSync(`${file}.new`, file);
		});
	}
	return lines.slice(-mostOffered);
}

const oneLine = (line: string): string => printable(line).replace(/\s+/gu, ' ').trim();

function orNothing<Value>(act: () => Value): Value | undefined {
	try {
		return act();
	} catch {
		return undefined; // A history is a convenience.
	}
}

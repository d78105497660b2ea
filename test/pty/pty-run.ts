import {readFileSync, writeFileSync} from 'node:fs';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {spawn} from '@lydell/node-pty';
import {createEmulator, type Emulator} from './emulator.ts';

const command = fileURLToPath(new URL('../../bin/mmada.js', import.meta.url));

/** A run that takes longer is ended, and its window is told. */
const longestMs = 240_000;

/** Lines that stand in the window before the command runs. */
export const linesBefore = 40;

/**
The command as a shell runs it: what stood there first, the terminal's settings before and after, its exit code, and a last line. It waits until
that was read: node-pty drops what it has not read 200 ms after the shell's end, as on a busy machine.
The process that becomes the command says that it is ready: the shell itself would take a Ctrl-C between that and its fork for its own.
*/
const shell = `
trap : INT
begun='echo ready > /dev/tty; exec "$@"'
i=1; while [ $i -le ${linesBefore} ]; do echo "line $i"; i=$((i+1)); done
[ -z "$SIZE" ] || stty $SIZE
stty -g > "$NOTES/before"
set -- sh -c "$begun" sh "$@"
if [ -n "$PIPED" ]; then "$@" 2> "$NOTES/err" > "$NOTES/out"
elif [ -n "$JOB" ]; then set -m; "$@"; stty -g > "$NOTES/stopped"; echo the shell; fg
else "$@"; fi
code=$?
trap "" INT
stty -g > "$NOTES/after"
echo $code > "$NOTES/code"
printf '\\nthe end\\n'
until [ -e "$NOTES/read" ]; do sleep 0.02; done
`;

export type PtyOptions = {
	readonly args: readonly string[];
	readonly columns?: number;
	readonly rows?: number;
	/** Of the terminal's own idea of its size, for sizes that no emulator has: `rows 0 cols 0`. */
	readonly size?: string;
	readonly env?: Readonly<Record<string, string | undefined>>;
	/** Folder that it runs in; one that is removed afterwards by default. */
	readonly folder?: string;
	/** stdout and stderr are files. */
	readonly isPiped?: boolean;
	/** It is stopped by Ctrl-Z once, and brought back. */
	readonly isJob?: boolean;
	/** Called with all that was written so far, whenever there is more. */
	readonly onOutput?: (terminal: PtyTerminal) => void;
};

export type PtyTerminal = {
	readonly output: string;
	readonly press: (keys: string) => void;
	readonly resize: (columns: number, rows: number) => Promise<void>;
	readonly emulator: Emulator;
	/** The process of the shell; the command is its child. */
	readonly pid: number;
};

export type PtyResult = {
	/** All that was written to the terminal. */
	readonly output: string;
	readonly emulator: Emulator;
	/** The terminal's settings, as `stty -g` tells them. */
	readonly settings: {readonly before: string; readonly after: string; readonly stopped: string};
	readonly code: number;
	/** What went to files when piped. */
	readonly piped: string;
};

/** Whether all that was begun has come: a pseudo-terminal hands over in pieces what was written at once. */
export function isWhole(output: string): boolean {
	const last = output.lastIndexOf('\u001B');
	const isInSequence = last !== -1 && /^(?:\[[?\d;]*)?$/.test(output.slice(last + 1));
	return !isInSequence && output.lastIndexOf('\u001B[?2026h') <= output.lastIndexOf('\u001B[?2026l');
}

/** Run the command in a pseudo-terminal until it and its shell have ended. */
export async function runInPty({
	args,
	columns = 80,
	rows = 24,
	size = '',
	env = {},
	folder,
	isPiped = false,
	isJob = false,
	onOutput,
}: PtyOptions): Promise<PtyResult> {
	const notes = await mkdtemp(path.join(tmpdir(), 'mmada-pty-'));
	const emulator = createEmulator(columns, rows);
	const {CI: _ci, NO_COLOR: _noColour, COLORTERM: _colours, ...inherited} = process.env;
	const settings = {
		SIZE: size,
		NOTES: notes,
		PIPED: isPiped ? '1' : '',
		JOB: isJob ? '1' : '',
		MMADA_STATE_DIR: notes,
		MMADA_CONFIG_DIR: notes,
		TERM: 'xterm-256color',
	};
	const child = spawn('sh', ['-c', shell, 'sh', process.execPath, command, ...args], {
		cols: columns,
		rows,
		cwd: folder ?? notes,
		env: withoutUndefined({...inherited, LANG: 'C.UTF-8', LC_ALL: undefined, ...settings, ...env}),
	});
	let output = '';
	const terminal = {
		emulator,
		pid: child.pid,
		get output() {
			return output;
		},
		press: (keys: string) => child.write(keys),
		async resize(newColumns: number, newRows: number) {
			await emulator.resize(newColumns, newRows);
			child.resize(newColumns, newRows);
		},
	};
	child.onData(text => {
		output += text;
		emulator.write(text);
		onOutput?.(terminal);
		if (/the end\r?\n$/.test(output.slice(-20))) writeFileSync(path.join(notes, 'read'), '');
	});
	let last: string | undefined;
	const longest = setTimeout(() => {
		last = emulator.screen().join('\n');
		child.kill('SIGKILL');
	}, longestMs);
	try {
		await new Promise(resolve => child.onExit(resolve));
		await emulator.settled();
		if (last !== undefined) throw new Error(`It had not ended after ${longestMs} ms, and showed:\n${last}`);
		const note = (name: string) => readFileSync(path.join(notes, name), 'utf8').trim();
		const piped = isPiped ? (await Promise.all(['out', 'err'].map(name => readFile(path.join(notes, name), 'utf8')))).join('') : '';
		return {
			output,
			emulator,
			settings: {before: note('before'), after: note('after'), stopped: isJob ? note('stopped') : ''},
			code: Number(note('code')),
			piped,
		};
	} finally {
		clearTimeout(longest);
		await rm(notes, {recursive: true, force: true});
	}
}

const withoutUndefined = (env: Readonly<Record<string, string | undefined>>): Record<string, string> =>
	Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import {shellCode} from './shell-code.ts';

const program = fileURLToPath(new URL('../../bin/mmada.js', import.meta.url));

export type Outcome = {readonly code: number | null; readonly stdout: string; readonly stderr: string};

export type Started = {
	readonly child: ChildProcess;
	readonly ended: Promise<Outcome>;
	/** Resolves when stdout holds the text (so many times), or the program has ended. */
	readonly said: (text: string, times?: number) => Promise<void>;
	/** The same of stderr. */
	readonly told: (text: string) => Promise<void>;
};

/** Start the built program in a folder, with its state in `<folder>/state`. @property keepsStdin - leave stdin open, to be written */
export function startProgram(
	folder: string,
	args: readonly string[],
	{input, keepsStdin = false}: {readonly input?: string; readonly keepsStdin?: boolean} = {},
): Started {
	const env = {...process.env, MMADA_STATE_DIR: `${folder}/state`};
	const child = spawn(process.execPath, [program, ...args], {
		cwd: folder,
		env,
		stdio: [input === undefined && !keepsStdin ? 'ignore' : 'pipe', 'pipe', 'pipe'],
	});
	let [stdout, stderr, isOver] = ['', '', false];
	child.stdout?.setEncoding('utf8').on('data', (text: string) => {
		stdout += text;
	});
	child.stderr?.setEncoding('utf8').on('data', (text: string) => {
		stderr += text;
	});
	if (!keepsStdin) child.stdin?.end(input);
	const ended = once(child, 'close').then((ending): Outcome => {
		isOver = true;
		return {code: shellCode(ending), stdout, stderr};
	});
	return {
		child,
		ended,
		async said(text, times = 1) {
			while (stdout.split(text).length <= times && !isOver) await Promise.race([once(child.stdout!, 'data'), ended]);
		},
		async told(text) {
			while (!stderr.includes(text) && !isOver) await Promise.race([once(child.stderr!, 'data'), ended]);
		},
	};
}

export const runProgram = async (folder: string, args: readonly string[], options: {readonly input?: string} = {}): Promise<Outcome> =>
	startProgram(folder, args, options).ended;

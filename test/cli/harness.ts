import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {shellCode} from './shell-code.ts';
import {writeModels} from './workplace.ts';

const program = fileURLToPath(new URL('../../bin/mmada.js', import.meta.url));

export type Outcome = {readonly code: number | null; readonly stdout: Buffer; readonly stderr: string};

/** Runs the built program in a folder of its own, with a model so small that a run takes an instant. */
export async function createHarness() {
	// A space and an umlaut in the path: names are never taken apart.
	const root = await mkdtemp(path.join(tmpdir(), 'mmada ü '));
	const {tiny: model, slow} = await writeModels(root);

	function start(folder: string, args: readonly string[], input?: string | Uint8Array) {
		const env = {...process.env, MMADA_STATE_DIR: path.join(root, 'state')};
		const child = spawn(process.execPath, [program, ...args], {cwd: folder, env, stdio: ['pipe', 'pipe', 'pipe']});
		const stdout: Buffer[] = [];
		let stderr = '';
		child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
		child.stderr.setEncoding('utf8').on('data', (text: string) => {
			stderr += text;
		});
		// The program may end without reading all of it.
		child.stdin.on('error', () => {});
		child.stdin.end(input ?? '');
		const ended = once(child, 'close').then((ending): Outcome => ({code: shellCode(ending), stdout: Buffer.concat(stdout), stderr}));
		return {child, ended, stderr: () => stderr};
	}

	return {
		model,
		/** Flags of a run that takes an instant. */
		quick: ['--model', model, '--steps', '4', '--image-steps', '4', '--threads', '1'],
		/** Flags of a run that outlasts whatever is done meanwhile. */
		endless: ['--model', slow, '--steps', '4000', '--image-steps', '4000', '--threads', '1'],
		newFolder: async () => mkdtemp(path.join(root, 'work ')),
		start,
		run: async (folder: string, args: readonly string[], input?: string | Uint8Array) => start(folder, args, input).ended,
		[Symbol.asyncDispose]: async () => rm(root, {recursive: true}),
	};
}

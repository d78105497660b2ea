import {readdir, readFile, rm} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {trials} from '../../torture.ts';
import {runProgram, startProgram} from '../program.ts';
import {workplace} from '../workplace.ts';

const at = workplace();
const mmada = async (...args: string[]) => runProgram(at.folder, args);
const read = async (name: string) => readFile(path.join(at.folder, name));

type Told = {
	readonly type: string;
	readonly textIds?: unknown;
	readonly codes?: unknown;
	readonly intervention?: unknown;
	readonly step?: number;
};

/** Steps and changes of a transcript, without times. */
async function told(name: string): Promise<readonly Told[]> {
	const {run} = JSON.parse((await read(name)).toString('utf8')) as {run: readonly Record<string, unknown>[]};
	return run.filter(({type}) => type === 'step' || type === 'steered').map(({elapsedMs: _, ...event}) => event as Told);
}

test('a steered run killed at any moment goes on to the same tokens, picture and changes', {timeout: 7_200_000}, async () => {
	const quick = ['--model', at.tiny, '--threads', '1', '--steps', '60', '--image-steps', '60'];
	const thought = ['--thought', 'red cat', '--seed', '3', '-q', '-o'];
	expect(await mmada('gen', 'a red cat', ...thought, 'one.png', ...quick)).toMatchObject({code: 0, stderr: ''});
	expect(await mmada('edit', 'one.png', 'make it blue', ...thought, 'edited.png', ...quick)).toMatchObject({code: 0, stderr: ''});
	const change = async (from: string, to: string, ...changes: string[]) => {
		const done = await mmada('rerun', from, ...changes, '--model', at.tiny, '--threads', '1', '-q', '-o', to);
		expect(done, to).toEqual({code: 0, stdout: `${to}\n`, stderr: ''});
	};
	for (const name of ['one', 'edited']) {
		await change(`${name}.json`, `${name}-word.png`, '--from-step', '10', '--write', 'red=green');
		await change(
			`${name}-word.json`,
			`${name}-twice.png`,
			'--from-step',
			'30',
			'--mask-region',
			'0,0,72,72',
			'--instruction',
			'a green dog',
		);
	}
	const again = (name: string) => ['rerun', `${name}.json`, '--model', at.tiny, '--threads', '1', '-q'];
	const tasks = [
		{whole: 'one-twice', args: again('one-twice')},
		{whole: 'edited-twice', args: again('edited-twice')},
		{whole: 'one-word', args: [...again('one'), '--from-step', '10', '--write', 'red=green']},
		{
			whole: 'edited-twice',
			args: [...again('edited-word'), '--from-step', '30', '--mask-region', '0,0,72,72', '--instruction', 'a green dog'],
		},
	] as const;
	for await (const {number, random} of trials('kill-while-steered', {few: 2, many: 300})) {
		const {whole, args} = tasks[number % tasks.length]!;
		let isKilled = false;
		// A kill before the first step that is new, or after the end of a run, leaves nothing to resume.
		while (!isKilled) {
			for (const file of ['killed.png', 'killed.json', 'state']) await rm(path.join(at.folder, file), {recursive: true, force: true});
			const {child, ended, said} = startProgram(at.folder, [...args, '--events', '--no-preview', '-o', 'killed.png']);
			await said('"type":"step"', 1 + Math.floor(random() * 70));
			await setTimeout(random() * 10);
			child.kill('SIGKILL');
			await ended;
			const runs = await readdir(path.join(at.folder, 'state', 'runs')).catch(() => []);
			isKilled = runs.length > 0 && !(await readdir(at.folder)).includes('killed.png');
		}
		const message = `try ${number}: ${args.join(' ')}`;
		expect(await mmada('resume', '--quiet'), message).toEqual({code: 0, stdout: `${path.join(at.folder, 'killed.png')}\n`, stderr: ''});
		expect(await told('killed.json'), message).toEqual(await told(`${whole}.json`));
		expect((await told('killed.json')).filter(({type}) => type === 'steered').length, message).toBeGreaterThan(1);
	}
});

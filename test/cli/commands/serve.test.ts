import {once} from 'node:events';
import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {answerOf, postJson} from '../../server/place.ts';
import {runProgram, startProgram} from '../program.ts';
import {workplace} from '../workplace.ts';

const at = workplace();

test('it prints its address and draws; SIGTERM ends it when the run that there is is done, and its lines tell no words', async () => {
	const {child, ended} = startProgram(at.folder, ['serve', '--port', '0', '--model', at.slow, '--threads', '1']);
	const [printed] = await once(child.stdout!, 'data');
	const address = String(printed).trim();
	const drawing = postJson(`${address}/v1/images/generations`, {prompt: 'a red cat', steps: 40, image_steps: 40});
	while (!(await answerOf(fetch(`${address}/health`))).busy);
	child.kill('SIGTERM');
	expect((await drawing).status).toBe(200);
	const {code, stderr} = await ended;
	expect({code, stderr}).toEqual({code: 0, stderr: expect.stringContaining('POST /v1/images/generations 200')});
	expect(stderr).not.toContain('cat');
});

test.each([
	['an address that others reach, without a token', ['--host', '0.0.0.0'], 2, /needs a token/],
	['an address that is not of this machine', ['--host', '192.0.2.1', '--token-file', 'token'], 2, /no address of this machine/],
	['a token too short', ['--token-file', 'short'], 65, /`short` is none/],
	['a token that is not there', ['--token-file', 'none'], 66, /`none`/],
	['words', ['a cat'], 2, /takes no words/],
	['a port that is none', ['--port', '70000'], 2, /--port/],
	['a model that is none', ['--model', '/nowhere/none'], 69, /none/],
])('%s is refused before anything listens', async (_, args, code, message) => {
	await writeFile(path.join(at.folder, 'token'), 'x'.repeat(32));
	await writeFile(path.join(at.folder, 'short'), 'x');
	const ending = await runProgram(at.folder, [
		'serve',
		...(args.includes('--model') ? [] : ['--model', at.tiny]),
		...(args.includes('--port') ? [] : ['--port', '0']),
		...args,
	]);
	expect({code: ending.code, stdout: ending.stdout}, ending.stderr).toEqual({code, stdout: ''});
	expect(ending.stderr).toMatch(message);
});

import {execFileSync} from 'node:child_process';
import {readFile, symlink, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {openLines, readLines} from '../../src/files/json-lines.ts';
import {temporaryFolder} from '../model/recipe.ts';

const values = [{id: 1}, {text: 'é\n"░'}, {ids: [1, null, 3]}];

test('wherever a file is cut off, what was whole is read, and going on from there makes it whole again', async () => {
	await using temporary = await temporaryFolder();
	const file = path.join(temporary.folder, 'log.ndjson');
	{
		await using lines = await openLines(file);
		for (const value of values) await lines.add(value);
	}
	const whole = await readFile(file);
	const ends = [...whole.entries()].filter(([, byte]) => byte === 10).map(([at]) => at + 1);
	for (let length = 0; length <= whole.length; length++) {
		await writeFile(file, whole.subarray(0, length));
		const read = await readLines(file);
		const kept = ends.filter(end => end <= length).length;
		expect(read).toEqual({values: values.slice(0, kept), bytes: kept === 0 ? 0 : ends[kept - 1], damaged: 0});
		await using lines = await openLines(file, read.bytes);
		for (const value of values.slice(kept)) await lines.add(value);
		expect((await readFile(file)).equals(whole)).toBe(true);
	}
});

test('nothing after a damaged line counts', async () => {
	await using temporary = await temporaryFolder();
	const file = path.join(temporary.folder, 'log.ndjson');
	await writeFile(file, '{"id":1}\n{"id":\0\0\0\n{"id":3}\n');
	expect(await readLines(file)).toEqual({values: [{id: 1}], bytes: 9, damaged: 0});
});

test('where each line counts for itself, only the damaged ones are left out, and the last torn one', async () => {
	await using temporary = await temporaryFolder();
	const file = path.join(temporary.folder, 'log.ndjson');
	const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
	const whole = `{"id":1}\n{"id":\0\0\0\n${deep}\n{"text":"[[{\\"{"}\n`;
	await writeFile(file, `${whole}{"id":`);
	expect(await readLines(file, {isEach: true})).toEqual({values: [{id: 1}, {text: '[[{"{'}], bytes: Buffer.byteLength(whole), damaged: 2});
});

test.skipIf(process.platform === 'win32')('a pipe, a device and a link are no such file, and are not waited for', async () => {
	await using temporary = await temporaryFolder();
	const pipe = path.join(temporary.folder, 'pipe');
	execFileSync('mkfifo', [pipe]);
	await expect(readLines(pipe)).rejects.toMatchObject({exitCode: 65, message: `\`${pipe}\` is no plain file.`});
	await expect(readLines('/dev/zero')).rejects.toMatchObject({exitCode: 65});
	await expect(openLines(pipe, 0)).rejects.toThrow();
	const [victim, link] = ['victim', 'link'].map(name => path.join(temporary.folder, name)) as [string, string];
	await writeFile(victim, 'precious');
	await symlink(victim, link);
	await expect(openLines(link, 0)).rejects.toMatchObject({exitCode: 65});
	expect(await readFile(victim, 'utf8')).toBe('precious');
});

test('a new file does not take the place of one that is there', async () => {
	await using temporary = await temporaryFolder();
	const file = path.join(temporary.folder, 'log.ndjson');
	await writeFile(file, 'mine');
	await expect(openLines(file)).rejects.toThrow('EEXIST');
	expect(await readFile(file, 'utf8')).toBe('mine');
});

import {mkdir, readFile, rename} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {startProgram} from '../program.ts';
import {workplace} from '../workplace.ts';

const place = workplace();
const mmada = async (...args: string[]) => startProgram(place.folder, args).ended;
const quick = () => ['-q', '--model', place.tiny, '--steps', '4', '--image-steps', '4', '--threads', '1', '--yes'];
const parentsIn = async (name: string): Promise<unknown> => JSON.parse(await readFile(path.join(place.folder, name), 'utf8')).parents;

test('an edit of a picture that mmada made names the runs that led to it, and so does show', async () => {
	await mmada('gen', 'a cat', '-o', 'a.png', '--seed', '1', ...quick());
	await mkdir(path.join(place.folder, 'later'));
	await mmada('edit', 'a.png', 'make it red', '-o', 'later/b.png', '--seed', '2', ...quick());
	await mmada('edit', 'later/b.png', 'make it big', '-o', 'c.png', '--seed', '3', ...quick());
	const [first, second] = [
		{task: 'gen', instruction: 'a cat', seed: 1},
		{task: 'edit', instruction: 'make it red', seed: 2},
	];
	expect(await parentsIn('a.json')).toBeUndefined();
	expect(await parentsIn('later/b.json')).toEqual([{...first, transcript: '../a.json'}]);
	const both = [
		{...first, transcript: 'a.json'},
		{...second, transcript: 'later/b.json'},
	];
	expect(await parentsIn('c.json')).toEqual(both);
	const {stdout} = await mmada('show', 'c.png');
	expect(stdout).toMatch(/came from 1 +a cat \(seed 1, a\.json\)\ncame from 2 +make it red \(seed 2, later\/b\.json\)/);
	expect(JSON.parse((await mmada('show', 'c.png', '--json')).stdout).parents).toEqual(both);

	await mmada('rerun', 'c.png', '-o', 'later/again.png', ...quick().slice(0, 3));
	expect(await parentsIn('later/again.json')).toEqual([
		{...first, transcript: '../a.json'},
		{...second, transcript: 'b.json'},
	]);
});

test('a picture without its transcript is named by what its own file says', async () => {
	await mmada('gen', 'a cat', '-o', 'a.png', '--seed', '1', ...quick());
	await rename(path.join(place.folder, 'a.json'), path.join(place.folder, 'x.json'));
	await mmada('edit', 'a.png', 'make it red', '-o', 'b.png', '--seed', '2', ...quick());
	expect(await parentsIn('b.json')).toEqual([{task: 'gen', instruction: 'a cat', seed: 1}]);
});

import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {readConfig, writeSetting} from '../../../src/cli/config/config-file.ts';

let folder = '';
beforeEach(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'mmada config '));
});
afterEach(async () => rm(folder, {recursive: true}));

test('a byte order mark before the settings says nothing, and what is kept after it joins them', async () => {
	const file = path.join(folder, 'config.json');
	await writeFile(file, '\uFEFF{"seed": 7}\r\n');
	expect(readConfig(file)).toEqual({seed: 7});
	await writeSetting(file, 'steps', 3);
	expect(readConfig(file)).toEqual({seed: 7, steps: 3});
	await writeFile(file, '\uFEFF{"seed": 7,\n"steps" 3}');
	expect(() => readConfig(file)).toThrow(`The config file \`${file}\` is not JSON: line 2 is wrong.`);
	// One mark is a mark; a second one is text, as all JSON readers have it.
	await writeFile(file, '\uFEFF\uFEFF{"seed": 7}');
	expect(() => readConfig(file)).toThrow('is not JSON: line 1 is wrong.');
	expect(await readFile(file, 'utf8')).toBe('\uFEFF\uFEFF{"seed": 7}');
});

import {readdirSync, readFileSync} from 'node:fs';
import {expect, test} from 'vitest';

const program = new URL('../dist/program/', import.meta.url);
const names = readdirSync(program);
const scripts = names.filter(name => name.endsWith('.js'));
const textOf = (name: string) => readFileSync(new URL(name, program), 'utf8');

/** What a file imports when it is read, and when it is asked for. */
function importsOf(name: string): {readonly atOnce: readonly string[]; readonly later: readonly string[]} {
	const text = textOf(name);
	const all = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, found]) => found ?? '');
	return {
		atOnce: all(/^(?:import|export)\b[^;"]*?["']([^"']+)["'];?/gm).concat(all(/;import\b[^;"']*["']([^"']+)["']/g)),
		later: all(/\bimport\(["'`]([^"'`]+)["'`]\)/g),
	};
}

/** `@huggingface/hub` of `@huggingface/hub/download`. */
const packageOf = (imported: string) => /^(?:@[^/]+\/)?[^/]+/.exec(imported)?.[0] ?? '';

/** Packages that whoever gives work to a queue installs beside mmada, as the program says then. */
const besides = ['bullmq', 'ioredis', 'pg'];

/** Files of the program that are there once one has been read. */
function withNeeds(...start: readonly string[]): string[] {
	const found = new Set(start);
	for (const name of found) for (const needed of importsOf(name).atOnce) if (needed.startsWith('./')) found.add(needed.slice(2));
	return [...found].sort();
}

test('every file that the program imports is there, and every package that it imports is one that it depends on', () => {
	const {dependencies} = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
		dependencies: Record<string, string>;
	};
	for (const name of scripts) {
		const {atOnce, later} = importsOf(name);
		const missing = [...atOnce, ...later]
			.filter(imported => !imported.startsWith('node:'))
			.filter(imported => (imported.startsWith('./') ? !names.includes(imported.slice(2)) : !(packageOf(imported) in dependencies)))
			.filter(imported => !besides.includes(imported));
		// Some packages name modules of Node without the prefix.
		expect(
			missing.filter(imported => !/^(?:assert|fs|fs\/promises|module|os|path|process|url|util|events|child_process)$/.test(imported)),
			name,
		).toEqual([]);
	}
});

test('a start reads two files, and a run few more', () => {
	expect(withNeeds('main.js')).toEqual(['main.js', 'start.js']);
	expect(withNeeds('main.js', 'parse.js', 'config-file.js', 'settings.js', 'gen.js').length).toBeLessThan(10);
	expect(withNeeds('main.js', 'parse.js', 'config-file.js', 'settings.js', 'edit.js', 'show-run.js').length).toBeLessThan(12);
});

test.each(['engine', 'index', 'folders', 'parent-watch', 'probe-child', 'verify-child', 'digest-worker'])('%s.js is one file', name => {
	expect(withNeeds(`${name}.js`)).toEqual([`${name}.js`]);
});

test('pictures are made smaller by one module, whoever asks, so that each is once', () => {
	const commandLine = scripts.filter(name => name !== 'index.js' && /\bfunction thumbnailOf\b/.test(textOf(name)));
	expect(commandLine).toEqual(['run.js']);
});

test('codecs that terminal-image does not need for a PNG stay out', () => {
	expect(scripts.filter(name => name.startsWith('terminal-image'))).not.toEqual([]);
	for (const name of scripts) expect(/node_modules\/(?:jimp|@jimp\/[^\n]*|omggif)\//.test(textOf(name)), name).toBe(false);
	expect(textOf('licenses.txt')).toContain('--- terminal-image ');
	expect(textOf('licenses.txt')).not.toMatch(/^--- (?:@jimp\/|jimp|omggif)/m);
});

test('the program does not ask the environment whether it is under development', () => {
	for (const name of scripts) {
		expect(textOf(name).includes('NODE_ENV'), name).toBe(false);
		expect(/env(?:\.DEV\b|\[.DEV.\])/.test(textOf(name)), name).toBe(false);
	}
});

test('the licences of the packages in the program stand beside it', () => {
	const licences = textOf('licenses.txt');
	const packages = [...licences.matchAll(/^--- (\S+) [\d.]+, (?:MIT|ISC|BSD-\d-Clause|Apache-2\.0)\n\n(?=\S)/gm)].map(([, name]) => name);
	expect(packages).toEqual(
		expect.arrayContaining(['@huggingface/tokenizers', 'ink', 'meow', 'react', 'react-reconciler', 'scheduler', 'yoga-layout', 'zod']),
	);
	expect(licences.match(/^--- /gm)).toHaveLength(packages.length);
});

import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';

const dist = new URL('../dist/ui/screen/', import.meta.url);
const screen = readFileSync(new URL('show-run.js', dist), 'utf8');

test('the built screen is one file that shares only the colours and the pictures with the rest of the program', () => {
	const imported = [...screen.matchAll(/\bfrom ?["']([^"']+)["']|\bimport\(["']([^"']+)["']\)/g)].map(
		([, from, lazy]) => from ?? lazy ?? '',
	);
	expect(imported).toContain('node:events');
	expect(imported.filter(name => !name.startsWith('node:'))).toEqual(['chalk', '../../picture/codec.js']);
});

test('the built screen does not ask the environment whether it is under development', () => {
	expect(screen.includes('NODE_ENV')).toBe(false);
	expect(/env(?:\.DEV\b|\[.DEV.\])/.test(screen)).toBe(false);
});

test('the licences of the packages in the built screen stand beside it', () => {
	const licences = readFileSync(new URL('show-run.licenses.txt', dist), 'utf8');
	const packages = [...licences.matchAll(/^--- (\S+) [\d.]+, (?:MIT|ISC)\n\n(?=\S)/gm)].map(([, name]) => name);
	expect(packages).toEqual(expect.arrayContaining(['ink', 'react', 'react-reconciler', 'scheduler', 'yoga-layout']));
	expect(licences.match(/^--- /gm)).toHaveLength(packages.length);
});

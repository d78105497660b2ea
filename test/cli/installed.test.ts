import {readdirSync} from 'node:fs';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {commands} from '../../src/cli/table/commands.ts';
import {exitCodes} from '../../src/errors.ts';
import {type Case, prepareShell} from './installed.ts';

/* The shell suite: every row of cases/*.ts, against the packed and installed package, without a network. */
const folder = path.join(import.meta.dirname, 'cases');
const topics = await Promise.all(
	readdirSync(folder).map(async file => {
		const {cases} = (await import(path.join(folder, file))) as {cases: readonly Case[]};
		return {topic: path.basename(file, '.ts'), cases};
	}),
);
const rows = topics.flatMap(({cases}) => cases);

let shell: Awaited<ReturnType<typeof prepareShell>>;
beforeAll(async () => {
	shell = await prepareShell();
});
afterAll(async () => shell[Symbol.asyncDispose]());

describe.each(topics)('$topic', ({cases}) => {
	test.each(cases)('$run', async ({run, code = 0, out = '', err = '', files}) => {
		const outcome = await shell.run(run);
		expect(outcome.err).toMatch(err);
		expect(outcome).toMatchObject({code, denied: ''});
		if (typeof out === 'string') expect(outcome.out).toBe(out);
		else expect(outcome.out).toMatch(out);
		const left = files ?? (code === 0 ? undefined : []);
		if (left) expect(outcome.files).toEqual(left);
	});
});

test('every command is run, and each answers --help', async () => {
	const names = Object.keys(commands);
	const lines = rows.map(({run}) => run).join('\n');
	expect(names.filter(name => !lines.includes(`mmada ${name}`))).toEqual([]);
	const {out} = await shell.run(`for command in ${names.join(' ')}; do mmada $command --help; done`);
	for (const name of names) expect(out).toMatch(new RegExp(`^mmada ${name}\\b[^\n]*:[^]*?\\.\n\n(?:Flags|What|Actions|How)\\b`, 'm'));
});

test('every exit code comes of a row, and the manual says what it means', async () => {
	// 1 is what Node ends with when all else fails.
	const codes = Object.values(exitCodes).filter(code => code !== exitCodes.unexpected);
	expect(codes.filter(code => !rows.some(row => (row.code ?? exitCodes.ok) === code))).toEqual([]);
	const {out} = await shell.run('mmada man');
	const [, section = ''] = out.split('.SH EXIT STATUS');
	expect([...section.matchAll(/^\.B (\d+)$/gm)].map(([, code]) => Number(code))).toEqual(Object.values(exitCodes));
});

test('the check of the network can fail: what is tried is seen, even when it is caught', async () => {
	const tries = [
		`fetch('http://127.0.0.1:65000/').catch(() => {})`,
		`import('node:net').then(({connect}) => connect(9, '127.0.0.1')).catch(() => {})`,
		`import('node:https').then(({get}) => get('https://127.0.0.1:9/')).catch(() => {})`,
		`import('node:dns/promises').then(({lookup}) => lookup('localhost')).catch(() => {})`,
		`import('node:dgram').then(({createSocket}) => createSocket('udp4')).catch(() => {})`,
		`import('node:net').then(({createServer}) => createServer().listen(0)).catch(() => {})`,
	];
	for (const code of tries) expect((await shell.run(`node -e "${code}"`)).denied, code).not.toBe('');
	expect((await shell.run('node -e 0')).denied).toBe('');
});

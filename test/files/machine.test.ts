import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {hostname, tmpdir} from 'node:os';
import path from 'node:path';
import {expect, test} from 'vitest';
import {thisProcess} from '../../src/app/this-process.ts';
import {isHolder, takeLock} from '../../src/files/lock.ts';
import {hostOf, machine} from '../../src/files/machine.ts';
import {sweepTemporaries} from '../../src/files/temporaries.ts';

const dist = new URL('../../dist/', import.meta.url).href;
/** Runs a command where no process of ours can be seen. */
const apart = ['unshare', ['-rpf', '--mount-proc']] as const;
const canPart = spawnSync(apart[0], [...apart[1], 'true']).status === 0;
const inside = (script: string) => {
	const [command, flags] = apart;
	return execFileSync(command, [...flags, process.execPath, '--input-type=module', '-e', script], {encoding: 'utf8'});
};

test('a machine says the same of itself each time, and its host name can be told', () => {
	expect(machine()).toBe(machine());
	expect(hostOf(machine())).toBe(hostname());
});

test.skipIf(!canPart)(
	'a lock holds where its holder cannot be seen, and a file that is being saved there stays (needs the right to unshare)',
	async () => {
		const folder = await mkdtemp(path.join(tmpdir(), 'mmada apart '));
		try {
			const lock = await takeLock(folder, 'batch', await thisProcess());
			if (isHolder(lock)) throw new TypeError('Another process has it.');
			await using _lock = lock;
			const told = inside(`
			const {takeLock, isHolder} = await import('${dist}files/lock.js');
			const {thisProcess} = await import('${dist}app/this-process.js');
			const {temporaryIn} = await import('${dist}files/temporaries.js');
			const {writeFileSync} = await import('node:fs');
			const taken = await takeLock(${JSON.stringify(folder)}, 'batch', await thisProcess());
			writeFileSync(temporaryIn(${JSON.stringify(folder)}), '');
			console.log(isHolder(taken));`);
			expect(told).toBe('true\n');
			await sweepTemporaries(folder, Date.now());
			const left = execFileSync('ls', ['-A', folder], {encoding: 'utf8'});
			expect(left).toMatch(/^\.mmada-.*\.tmp\nbatch\.lock\..*\n$/);
			await sweepTemporaries(folder, Date.now() + 25 * 3_600_000);
			expect(execFileSync('ls', ['-A', folder], {encoding: 'utf8'})).toMatch(/^batch\.lock\..*\n$/);
		} finally {
			await rm(folder, {recursive: true});
		}
	},
);

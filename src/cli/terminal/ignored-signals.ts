import {readFileSync, readlinkSync} from 'node:fs';
import {constants} from 'node:os';
import path from 'node:path';
import {accessOf, isNullDevice} from './descriptors.ts';
import {statOf} from './job-control.ts';

/*
A program can be started with a signal ignored: `nohup` SIGHUP, a shell without job control SIGINT for its background jobs. Node sets all
of them back before any line of a program runs, and keeps no note of it. What is left are traces; where there are none (a background job
that its script does nothing but wait for) the signal counts.
*/

type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

const shells = ['sh', 'dash', 'bash', 'zsh', 'ksh', 'mksh', 'ash', 'busybox', 'yash'];

const ignored = new Set<Signal>();

/** Ignore what this process was started to ignore, also where nothing else asks for the signal. */
export function keepIgnoring(): void {
	if (process.platform === 'win32') return;
	if (isUnderNohup() || isIgnoredByParent('SIGHUP')) ignored.add('SIGHUP');
	if (isIgnoredByParent('SIGTERM')) ignored.add('SIGTERM');
	// Programs ignore Ctrl-C while another one has the terminal; only of a shell it means that its commands do.
	if (isShell(process.ppid) && isIgnoredByParent('SIGINT')) ignored.add('SIGINT');
	for (const signal of ignored) process.on(signal, () => {});
}

/** Whether a signal is one that this process was started to ignore, as far as is known by now. */
export function isIgnored(signal: Signal): boolean {
	if (signal === 'SIGINT' && isBackgroundJob()) ignored.add(signal);
	return ignored.has(signal);
}

/** Keep looking for what tells that this is a background job: it may be gone by the time of the signal. Until disposed. */
export function watchForBackground(): Disposable {
	if (isIgnored('SIGINT') || !mayBeBackgroundJob()) return {[Symbol.dispose]: () => {}};
	const timer = setInterval(() => isIgnored('SIGINT') && clearInterval(timer), 250);
	timer.unref();
	return {[Symbol.dispose]: () => clearInterval(timer)};
}

/** By the name of the last command, which shells give to each; or by what nohup puts in the place of a terminal to read from. */
function isUnderNohup(): boolean {
	if (path.basename(process.env._ ?? '') === 'nohup') return true;
	return isNullDevice(0) && accessOf(0) === 'write';
}

function isIgnoredByParent(signal: Signal): boolean {
	const status = attempt(() => readFileSync(`/proc/${process.ppid}/status`, 'utf8')) ?? '';
	const [, mask = '0'] = /^SigIgn:\s+([0-9a-f]+)$/m.exec(status) ?? [];
	return ((BigInt(`0x${mask}`) >> BigInt(constants.signals[signal] - 1)) & 1n) === 1n;
}

/** A shell without job control gives its background jobs an empty stdin, and all its jobs its own group. */
const mayBeBackgroundJob = (): boolean =>
	process.platform === 'linux' &&
	isNullDevice(0) &&
	isShell(process.ppid) &&
	attempt(() => statOf(process.pid).group === statOf(process.ppid).group) === true;

/** Whether that shell has also continued: it has since started something that is no later part of a pipeline. */
function isBackgroundJob(): boolean {
	if (!mayBeBackgroundJob()) return false;
	const stdinOf = (pid: number) => attempt(() => readlinkSync(`/proc/${pid}/fd/0`)) ?? 'pipe:';
	const isPiped = (pid: number) => stdinOf(pid).startsWith('pipe:') && stdinOf(pid) !== stdinOf(process.ppid);
	return (
		attempt(() => {
			const {started} = statOf(process.pid);
			const children = readFileSync(`/proc/${process.ppid}/task/${process.ppid}/children`, 'utf8').trim().split(' ').map(Number);
			return children.some(pid => (attempt(() => statOf(pid).started) ?? 0) > started && !isPiped(pid));
		}) === true
	);
}

const isShell = (pid: number): boolean => shells.includes(attempt(() => statOf(pid).name) ?? '');

function attempt<Value>(act: () => Value): Value | undefined {
	try {
		return act();
	} catch {
		return;
	}
}

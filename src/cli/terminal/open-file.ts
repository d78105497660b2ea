import {spawn} from 'node:child_process';
import {once} from 'node:events';
import path from 'node:path';
import {exitCodes, UserError} from '../../errors.ts';

/** Open a file with the program that the system has for it, and let that go its own way. @throws UserError (69) when there is none */
export async function openFile(file: string): Promise<void> {
	const absolute = path.resolve(file);
	const noViewer = (reason: string, cause?: unknown) =>
		new UserError(`No viewer could be opened: ${reason}.`, {
			hint: `The picture is \`${absolute}\`.`,
			exitCode: exitCodes.unavailable,
			cause,
		});
	const {DISPLAY, WAYLAND_DISPLAY} = process.env;
	// There xdg-open would start a browser in the terminal.
	if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) throw noViewer('there is no desktop here');
	const [command, ...before] = viewers[process.platform] ?? viewers.linux;
	const child = spawn(command, [...before, absolute], {detached: true, stdio: 'ignore'});
	try {
		await once(child, 'spawn');
		child.unref();
	} catch (cause) {
		throw noViewer(`there is no \`${command}\``, cause);
	}
}

const linux = ['xdg-open'] as const;
const viewers: Readonly<Partial<Record<NodeJS.Platform, readonly [command: string, ...before: string[]]>>> & {
	readonly linux: typeof linux;
} = {
	linux,
	darwin: ['open'],
	win32: ['explorer.exe'],
};

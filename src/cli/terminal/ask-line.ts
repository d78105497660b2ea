import {createInterface} from 'node:readline';
import {printable} from '../../printable.ts';

/** Ask a question on stderr that the next line of the terminal answers. @returns nothing at the end of the input, and once asked to stop */
export function askLine(question: string, stopping: AbortSignal): Promise<string | undefined> {
	process.stderr.write(`${printable(question)}\n`);
	// The terminal itself shows what is typed, as screen readers expect it.
	const lines = createInterface({input: process.stdin, terminal: false});
	return new Promise(resolve => {
		const end = (answer?: string) => {
			stopping.removeEventListener('abort', stop);
			lines.removeAllListeners();
			lines.close();
			resolve(answer);
		};
		const stop = () => end();
		lines.once('line', end);
		lines.once('close', stop);
		stopping.addEventListener('abort', stop);
		if (stopping.aborted) stop();
	});
}

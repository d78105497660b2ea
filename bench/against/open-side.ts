import {fork} from 'node:child_process';
import {on, once} from 'node:events';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import type {Took} from '../measure.ts';
import type {Answer, SentJob} from './side.ts';

type Options = {readonly checkout: string; readonly folder: string; readonly threads: number};

/** A process that runs jobs with the code of a checkout. */
export async function openSide({checkout, folder, threads}: Options) {
	const file = fileURLToPath(new URL('side.js', import.meta.url));
	const args = [path.resolve(checkout), path.resolve(folder), `${threads}`];
	const child = fork(file, args, {stdio: ['ignore', 'ignore', 'inherit', 'ipc']});
	const answers = on(child, 'message', {close: ['exit']});
	const next = async (): Promise<Answer> => {
		const {done, value} = await answers.next();
		if (done) throw new Error(`${checkout}: the process of this side ended`);
		return value[0];
	};
	await next();
	return {
		async run(job: SentJob): Promise<Took> {
			child.send(job);
			const {took} = await next();
			if (!took) throw new Error(`${checkout}: a run without a time`);
			return took;
		},
		async [Symbol.asyncDispose]() {
			if (!child.connected) return;
			child.disconnect();
			await once(child, 'exit');
		},
	};
}

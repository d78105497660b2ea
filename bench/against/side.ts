/*
One side of `npm run bench:against`: opens a model with the code of the checkout named first, and runs the jobs that its parent sends. A process
of its own for each side, so that neither's threads, memory or libraries are the other's.
*/
import path from 'node:path';
import process from 'node:process';
import {pathToFileURL} from 'node:url';
import {measure, type Took} from '../measure.ts';

/** Functions that both checkouts have under these names; the settings of a job are plain data. */
type Code = {
	readonly openModel: (folder: string, options: object) => Promise<AsyncDisposable>;
	readonly createGate: () => unknown;
	readonly runJob: (model: AsyncDisposable, job: object, controls: object) => AsyncIterable<unknown>;
};

/** A job as it comes through the channel: its picture's bytes in base64. */
export type SentJob = {
	readonly task: 'gen' | 'edit';
	readonly instruction: string;
	readonly seed: number;
	readonly settings: object;
	readonly input?: {readonly rgb: string; readonly width: number; readonly height: number};
};

/** The answer to a job; to nothing at all once the model is open. */
export type Answer = {readonly took?: Took};

const [, , checkout = '', folder = '', threads = '2'] = process.argv;
const code: Code = Object.assign({}, ...(await Promise.all(['model/open', 'run/gate', 'run/run-job'].map(load))));
await using model = await code.openModel(folder, {threads: Number(threads)});
const controls = {shouldStop: () => false, gate: code.createGate(), nowMs: () => performance.now()};
const answer = (what: Answer) => process.send?.(what);

process.on('message', (sent: SentJob) => void run(sent));
const over = new Promise(resolve => process.once('disconnect', resolve));
answer({});
await over;

function load(name: string): Promise<object> {
	return import(pathToFileURL(path.join(checkout, 'dist', `${name}.js`)).href);
}

async function run({input, ...job}: SentJob): Promise<void> {
	const picture = input && {...input, rgb: new Uint8Array(Buffer.from(input.rgb, 'base64'))};
	const took = await measure(async () => {
		for await (const _ of code.runJob(model, {...job, previews: false, ...(picture && {input: picture})}, controls));
	});
	answer({took});
}

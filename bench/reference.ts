import {spawn} from 'node:child_process';
import path from 'node:path';
import {createInterface} from 'node:readline';
import type {Model} from '../src/model/model.ts';
import type {Prompt} from '../src/model/text/prompt.ts';
import type {Took} from './measure.ts';
import {root} from './root.ts';

/** The reference as an open process. */
export type Reference = AsyncDisposable & {
	/** The version of PyTorch. */
	readonly version: string;
	readonly perform: (job: unknown) => Promise<Took>;
};

type Options = {readonly python: string; readonly folder: string; readonly threads: number};

/** The PyTorch reference as a process that does one job after the other; undefined when this Python cannot run it. */
export async function openReference({python, folder, threads}: Options): Promise<Reference | undefined> {
	const program = path.join(root, 'bench', 'reference', 'serve.py');
	const child = spawn(python, [program, folder, `${threads}`], {stdio: ['pipe', 'pipe', 'ignore']});
	const failed = new Promise<unknown>(resolve => {
		child.on('error', resolve);
		child.on('close', resolve);
	});
	child.stdin.on('error', () => {});
	const lines = createInterface({input: child.stdout})[Symbol.asyncIterator]();
	const read = async () => {
		const line = await lines.next();
		return line.done ? undefined : JSON.parse(line.value);
	};
	const hello = await Promise.race([read(), failed.then(() => undefined)]);
	if (!hello) return;
	return {
		version: hello.version,
		async perform(job) {
			child.stdin.write(`${JSON.stringify(job)}\n`);
			const took = await read();
			if (!took) throw new Error('The reference ended before its job was done.');
			return took;
		},
		[Symbol.asyncDispose]: async () => {
			child.stdin.end();
			await failed;
		},
	};
}

/** A run as the released code lays it out: both sequences of one length, the prompt of the second blanked out. */
export function referenceRun(model: Model, prompt: Prompt) {
	const {conditional} = model.templatesFor(prompt);
	const {tokens, defaults} = model;
	const firstOutput = Math.min(...conditional.image, ...conditional.text);
	const unprompted = conditional.ids.map((id, index) => (index < firstOutput ? tokens.end : id));
	return {
		sequences: {ids: [conditional.ids, unprompted], positions: conditional.positions, text: conditional.text, image: conditional.image},
		settings: {
			steps: defaults.steps,
			image_steps: defaults.imageSteps,
			guidance_text: defaults.guidanceText,
			guidance_image: defaults.guidanceImage,
			temperature: defaults.temperature,
			text_temperature: defaults.textTemperature,
			mask: tokens.mask,
			code_offset: tokens.codeOffset,
			codebook_size: tokens.codebookSize,
		},
	};
}

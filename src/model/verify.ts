import {fork} from 'node:child_process';
import path from 'node:path';
import {UserError} from '../errors.ts';
import {programFile} from '../package-files.ts';
import {damaged} from './checkpoint/json-file.ts';
import {type ScanProgress, scanWeights} from './checkpoint/scan.ts';
import {openWeights} from './checkpoint/weights.ts';
import type {ModelQuestion, ModelVerdict} from './verify-child.ts';

export type VerifyOptions = {
	/** Time that everything but the weights may take: a second with the largest tokenizers. */
	readonly withinMs?: number;
	readonly onProgress?: ScanProgress;
	/** The module that the child runs; by default that of this package. */
	readonly entry?: URL;
};

/** sha256 (hex) of every file of weights, by its path in the model's folder. */
export type WeightDigests = ReadonlyMap<string, string>;

const defaultEntry = programFile('verify-child.js');

/**
Check a model's folder as far as it goes without a run: every file is there and of its folder, every tensor has its place, type and
shape, none is left over, every number is finite, the tokenizer runs and its ids have weights, and the sequences of a run can be laid out.
@throws UserError (exit 65 or 66)
*/
export async function verifyModel(folder: string, options: VerifyOptions = {}): Promise<WeightDigests> {
	await verifyParts(folder, options);
	const digests = new Map<string, string>();
	for (const part of ['', 'vqvae']) {
		const weights = await openWeights(path.join(folder, part));
		for (const [file, digest] of await scanWeights(weights, options.onProgress)) digests.set(path.join(part, file), digest);
	}
	return digests;
}

/**
The same without the numbers, in a process of its own with a time limit: a tokenizer.json can describe work that never ends,
or that takes all memory. @throws UserError (exit 65 or 66)
*/
export async function verifyParts(
	folder: string,
	{withinMs = 60_000, entry = defaultEntry}: Pick<VerifyOptions, 'withinMs' | 'entry'> = {},
): Promise<void> {
	const verdict = await new Promise<ModelVerdict>((resolve, reject) => {
		const child = fork(entry, [], {stdio: ['ignore', 'ignore', 'ignore', 'ipc'], execArgv: []});
		child.once('message', (told: ModelVerdict) => resolve(told));
		child.once('error', reject);
		child.once('close', () => resolve({endless: 'takes more memory than any model needs'}));
		const question: ModelQuestion = {folder, withinMs};
		child.send(question, () => {});
	});
	if ('user' in verdict) throw new UserError(verdict.user.message, verdict.user);
	if ('bug' in verdict) throw new Error(`Verifying ${folder} failed: ${verdict.bug}`);
	if ('endless' in verdict) throw damaged(path.join(folder, 'tokenizer.json'), `is not a tokenizer that can be run: it ${verdict.endless}`);
}

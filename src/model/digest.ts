import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {openWeights, type Weights} from './weights.ts';

/** sha256 (hex) over config.json and the weight files' headers of a checkpoint: tells models apart without reading their weights. */
export async function modelDigest(folder: string, weights?: Weights): Promise<string> {
	return createHash('sha256')
		.update(await readFile(path.join(folder, 'config.json')))
		.update((weights ?? (await openWeights(folder))).digest)
		.digest('hex');
}

import {mkdir, readFile, writeFile} from 'node:fs/promises';
import {fileURLToPath} from 'node:url';

/** One try of many: the same draws for the same seed and number, whatever ran before. */
export type Trial = {readonly number: number; readonly random: () => number};

/** `npm run check:torture` takes all, `npm test` a few. */
export const isTorture = process.env.MMADA_TORTURE !== undefined;

const seed = Number(process.env.MMADA_TORTURE_SEED ?? 1);
const folder = fileURLToPath(new URL('../.torture', import.meta.url));

/**
Tries of a hard test, from number 1 on. With `npm run check:torture` those that passed are noted in `.torture/`, so that it goes on where it
was stopped; MMADA_TORTURE_SEED draws others.
*/
export async function* trials(name: string, {few, many}: {readonly few: number; readonly many: number}): AsyncGenerator<Trial> {
	const file = `${folder}/${name}-${seed}.txt`;
	const done = isTorture ? Number(await readFile(file, 'utf8').catch(() => '0')) : 0;
	for (let number = done + 1; number <= (isTorture ? many : few); number++) {
		yield {number, random: randomFrom(seed * 1_000_003 + number)};
		if (!isTorture) continue;
		await mkdir(folder, {recursive: true});
		await writeFile(file, String(number));
	}
	if (isTorture) process.stderr.write(`${name}: ${many} tries passed (seed ${seed}${done > 0 ? `; ${done} of them before` : ''})\n`);
}

/** Mulberry32: uniform in [0, 1). */
function randomFrom(start: number): () => number {
	let state = start >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}

import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {proportion} from '../../src/bench/statistics/estimate.ts';
import {createJudge} from '../../src/bench/storybook/judge.ts';
import {openEngine} from '../../src/engine/engine.ts';
import {loadArtwork} from '../../src/world/art/draw.ts';
import {root} from '../root.ts';
import {type Chain, runChain} from './chains.ts';
import {runWish, type Wish} from './impossible.ts';

/*
Requests of people who never saw the world's grammar: chains of edits, each on the picture before, and wishes that
cannot be granted. `npm run bench:people -- [--model <folder>] [--n <count>] [--seed <number>]`
*/
const {values} = parseArgs({
	options: {
		model: {type: 'string', default: path.join(root, 'models', 'storybook')},
		n: {type: 'string'},
		seed: {type: 'string', default: '1'},
	},
});
const seed = Number(values.seed);
const count = values.n === undefined ? Number.POSITIVE_INFINITY : Number(values.n);
const read = async <One>(name: string): Promise<readonly One[]> =>
	(JSON.parse(await readFile(path.join(root, 'bench', 'people', name), 'utf8')) as readonly One[]).slice(0, count);
const print = (line: string) => process.stdout.write(`${line}\n`);
const percent = (part: number, all: number) => {
	const {low, high} = proportion(Array.from({length: all}, (_, index) => index < part));
	return `${part} of ${all} = ${((100 * part) / all).toFixed(1)} % (${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)})`;
};

const judge = createJudge(await loadArtwork());
await using engine = await openEngine({modelFolder: values.model, device: 'cpu', threads: 2});

const chains = await read<Chain>('chains.json');
let whole = 0;
let steps = 0;
for (const [index, chain] of chains.entries()) {
	const {right, failed} = await runChain(engine, judge, chain, seed + 100 * index);
	steps += right;
	if (right === chain.steps.length) whole++;
	else print(`chain ${index + 1} (${chain.writer}), edit ${right + 1}: ${failed}`);
}
const wishes = await read<Wish>('impossible.json');
const outcomes = new Map<string, number>();
for (const [index, wish] of wishes.entries()) {
	const {outcome, words} = await runWish(engine, judge, wish, seed + index);
	outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
	if (outcome === 'silent') print(`wish ${index + 1} (${wish.writer}, ${wish.why}): ${wish.say} | ${words}`);
}
print(
	`Chains right to the end: ${percent(whole, chains.length)}; ${(steps / Math.max(1, chains.length)).toFixed(1)} edits before the first that is wrong.`,
);
print(`Impossible wishes refused, told or left alone: ${percent(wishes.length - (outcomes.get('silent') ?? 0), wishes.length)}:`);
print([...outcomes].map(([outcome, times]) => `${outcome} ${times}`).join(', '));

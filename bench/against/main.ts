/*
Compares the speed of whole runs with another checkout's, on the same weights: `npm run bench:against -- OTHER [--sittings 9] [--rounds 9]
[--threads 2] [--model <folder>]`. OTHER is a checkout that was built (`npm ci`). In each sitting both sides start again and take turns; a process is up to
a tenth faster or slower all its life by where its memory happens to lie, so that many short sittings say more than a long one. Prints, for each task and
preset, this side's time as a multiple of the other's: the median of all pairs, and the middle 95 % of what sittings drawn again from these would give.
*/
import {existsSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {parseArgs} from 'node:util';
import {drawExercises} from '../../src/bench/storybook/exercises.ts';
import {composeScene, loadArtwork} from '../../src/world/art/draw.ts';
import {createRandom} from '../../src/world/random.ts';
import {machineName} from '../machine.ts';
import {median, type Side, type Took, takeTurns} from '../measure.ts';
import {root} from '../root.ts';
import {openSide} from './open-side.ts';
import type {SentJob} from './side.ts';

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {
		sittings: {type: 'string', default: '9'},
		rounds: {type: 'string', default: '9'},
		threads: {type: 'string', default: '2'},
		model: {type: 'string', default: path.join(root, 'models', 'storybook')},
	},
});
/** Ends with a sentence for people. */
function refuse(sentence: string): never {
	process.stderr.write(`${sentence}\n`);
	process.exit(2);
}

const [other] = positionals;
if (other === undefined || positionals.length > 1)
	refuse('Name one other checkout to compare with, built by `npm ci`: npm run bench:against -- ../before');
if (!existsSync(path.join(other, 'dist', 'model', 'open.js')))
	refuse(`${other} is no checkout of mmada that was built: there is no ${path.join('dist', 'model', 'open.js')}. Run \`npm ci\` in it.`);
const countOf = (name: 'sittings' | 'rounds' | 'threads'): number => {
	const count = Number(values[name]);
	return Number.isInteger(count) && count > 0 ? count : refuse(`--${name} is a whole number from 1 on, not ${values[name]}.`);
};
const [sittings, rounds, threads] = [countOf('sittings'), countOf('rounds'), countOf('threads')];
const presets = ['best', 'balanced', 'fast', 'draft'] as const;
const compared = (['gen', 'edit'] as const).flatMap(task => presets.map(preset => ({task, preset, name: `${task} | ${preset}`})));

/** Times of both sides in one sitting. */
type Pairs = {readonly mine: readonly Took[]; readonly theirs: readonly Took[]};

/** All comparisons once, with exercises of their own. */
async function sit(
	sitting: number,
	jobsOf: (task: 'gen' | 'edit') => readonly SentJob[],
	opposite: string,
): Promise<ReadonlyMap<string, Pairs>> {
	const open = (checkout: string) => openSide({checkout, folder: values.model, threads});
	await using mine = await open(root);
	await using theirs = await open(opposite);
	const found = new Map<string, Pairs>();
	for (const {task, preset, name} of compared) {
		const settings = preset === 'best' ? {} : {quality: preset};
		const by =
			({run}: {readonly run: (job: SentJob) => Promise<Took>}): Side =>
			round =>
				run({...jobsOf(task)[sitting * rounds + round]!, settings});
		// The side that comes first changes with the sitting.
		const took = await takeTurns(sitting % 2 === 0 ? {mine: by(mine), theirs: by(theirs)} : {theirs: by(theirs), mine: by(mine)}, rounds);
		found.set(name, {mine: took('mine'), theirs: took('theirs')});
	}
	return found;
}

const draws = 2000;

/** The median of the pairs' ratios, and its interval. */
function ratio(all: readonly Pairs[], clock: keyof Took): string {
	const ratios = all.map(({mine, theirs}) => mine.map((one, at) => one[clock] / theirs[at]![clock]));
	const random = createRandom(1);
	const medians = Array.from({length: draws}, () => median(ratios.flatMap(() => random.pick(ratios)))).sort((a, b) => a - b);
	const [low, high] = [0.025, 0.975].map(share => medians[Math.floor(share * draws)]!);
	return `${median(ratios.flat()).toFixed(3)} (${low!.toFixed(3)} to ${high!.toFixed(3)})`;
}

const artwork = await loadArtwork();
const exercises = drawExercises(2026, 2 * sittings * rounds).map(({item, seed}): SentJob => {
	const input = item.source && composeScene(artwork, item.source);
	return {
		task: item.task,
		instruction: item.instruction,
		seed,
		settings: {},
		...(input && {input: {...input, rgb: Buffer.from(input.rgb).toString('base64')}}),
	};
});
const byTask = {gen: exercises.filter(({task}) => task === 'gen'), edit: exercises.filter(({task}) => task === 'edit')};
const found: ReadonlyMap<string, Pairs>[] = [];
for (let sitting = 0; sitting < sittings; sitting++) found.push(await sit(sitting, task => byTask[task], other));

process.stdout.write(`${machineName()}; ${sittings} sittings of ${rounds} pairs\n`);
process.stdout.write('| task | preset | ms, this | ms, other | by the clock | by the processor |\n|---|---|---|---|---|---|\n');
for (const {name} of compared) {
	const all = found.map(sitting => sitting.get(name)!);
	const middle = (side: keyof Pairs) => median(all.flatMap(pairs => pairs[side]).map(({ms}) => ms)).toFixed(0);
	process.stdout.write(`| ${name} | ${middle('mine')} | ${middle('theirs')} | ${ratio(all, 'ms')} | ${ratio(all, 'cpuMs')} |\n`);
}

import path from 'node:path';
import {parseArgs} from 'node:util';
import {bestTry, isFlawless} from '../../src/app/tries.ts';
import {createJudge} from '../../src/bench/storybook/judge.ts';
import {voices} from '../../src/bench/voices/voices.ts';
import {openEngine} from '../../src/engine/engine.ts';
import {loadArtwork} from '../../src/world/art/draw.ts';
import {root} from '../root.ts';
import {rankAgreement, ranks, type Sample, sample} from './measure.ts';

/*
Gains of trying again, and how warm the words of another try should be, on requests of other people: variety against rightness, how well
ranks of tries agree with the exact judge, and how many requests come out right. `npm run bench:tries -- [--n <requests>] [--tries <count>]
[--temperatures 0,0.6] [--seed <number>]`
*/
const {values} = parseArgs({
	options: {
		model: {type: 'string', default: path.join(root, 'models', 'storybook')},
		n: {type: 'string', default: '100'},
		tries: {type: 'string', default: '4'},
		temperatures: {type: 'string', default: '0,0.3,0.6,1'},
		seed: {type: 'string', default: '1'},
	},
});
const [count, tries, seed] = [values.n, values.tries, values.seed].map(Number) as [number, number, number];
const temperatures = values.temperatures.split(',').map(Number);
const print = (line: string) => process.stdout.write(`${line}\n`);
const percent = (part: number, all: number) => `${((100 * part) / Math.max(1, all)).toFixed(0)} % (${part} of ${all})`;

const judge = createJudge(await loadArtwork());
await using engine = await openEngine({modelFolder: values.model, device: 'cpu', threads: 2});
// Spread over the whole list, so that every writer is heard.
const items = Array.from({length: Math.min(count, voices.length)}, (_, index) => voices[Math.floor((index * voices.length) / count)]!);

const drawn = new Map<number, readonly (readonly Sample[])[]>();
for (const temperature of temperatures) {
	const groups: Sample[][] = [];
	for (const [index, item] of items.entries()) {
		const group: Sample[] = [];
		for (let one = 0; one < tries; one++) group.push(await sample(engine, judge, item, seed + 1000 * index + one, temperature));
		groups.push(group);
	}
	drawn.set(temperature, groups);
}

print(`| chance in the words | runs right | different pictures of ${tries} | requests right at least once |`);
print('|---|---|---|---|');
for (const [temperature, groups] of drawn) {
	const runs = groups.flat();
	const different = groups.reduce((sum, group) => sum + new Set(group.map(({scene}) => scene)).size, 0) / groups.length;
	const once = groups.filter(group => group.some(({isRight}) => isRight)).length;
	print(
		`| ${temperature} | ${percent(runs.filter(({isRight}) => isRight).length, runs.length)} | ${different.toFixed(1)} | ${percent(once, groups.length)} |`,
	);
}

print('');
print('| rank of the tries | pairs of a right and a wrong try ranked alike by the exact judge |');
print('|---|---|');
const all = [...drawn.values()].flat();
for (const [name, rank] of Object.entries(ranks)) {
	const {share, pairs} = rankAgreement(all, rank);
	print(`| ${name} | ${(100 * share).toFixed(0)} % of ${pairs} |`);
}

print('');
print('| warm words | right at the first try | kept by the exact reading | kept by the own confidence | tries made |');
print('|---|---|---|---|---|');
const cold = drawn.get(temperatures[0] ?? 0) ?? [];
for (const [temperature, groups] of [...drawn].slice(1)) {
	const asTried = groups.map((group, index) => [...(cold[index] ?? []).slice(0, 1), ...group.slice(1)]);
	const made = asTried.map(group => {
		const last = group.findIndex(isFlawless);
		return last === -1 ? group : group.slice(0, last + 1);
	});
	const keptBy = (groupsTried: readonly (readonly Sample[])[], strip: boolean) =>
		groupsTried.filter(group => group[bestTry(strip ? group.map(({confidence}) => ({findings: undefined, confidence})) : group)]?.isRight)
			.length;
	const mean = made.reduce((sum, group) => sum + group.length, 0) / made.length;
	print(
		`| ${temperature} | ${percent(asTried.filter(([first]) => first?.isRight).length, asTried.length)} | ${percent(keptBy(made, false), made.length)} | ${percent(keptBy(asTried, true), asTried.length)} | ${mean.toFixed(1)} |`,
	);
}

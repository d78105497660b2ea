import {readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {proportion} from '../../src/bench/statistics/estimate.ts';
import {createJudge} from '../../src/bench/storybook/judge.ts';
import {openEngine} from '../../src/engine/engine.ts';
import {contactSheet, type SheetEntry} from '../../src/picture/contact-sheet.ts';
import {loadArtwork} from '../../src/world/art/draw.ts';
import {root} from '../root.ts';
import {type Granted, grant, type Request} from './hundred.ts';
import {runWish, type Wish} from './impossible.ts';

/*
A hundred requests of six people who never saw the world's grammar: sixty that can be granted, judged exactly without and with `--tries`, and
forty that cannot, none of which may run in silence. `npm run bench:hundred -- [--tries <count>] [--n <count>] [--seed <number>] [--sheet <file.png>]`
*/
const {values} = parseArgs({
	options: {
		model: {type: 'string', default: path.join(root, 'models', 'storybook')},
		tries: {type: 'string', default: '4'},
		n: {type: 'string'},
		seed: {type: 'string', default: '1'},
		sheet: {type: 'string'},
	},
});
const [tries, seed, count] = [values.tries, values.seed, values.n ?? '100'].map(Number) as [number, number, number];
const print = (line: string) => process.stdout.write(`${line}\n`);
const percent = (part: number, all: number) => {
	const {low, high} = proportion(Array.from({length: all}, (_, index) => index < part));
	return `${part} of ${all} (${(100 * low).toFixed(0)} to ${(100 * high).toFixed(0)} %)`;
};

const judge = createJudge(await loadArtwork());
await using engine = await openEngine({modelFolder: values.model, device: 'cpu', threads: 2});
const requests = JSON.parse(await readFile(path.join(root, 'bench', 'people', 'hundred.json'), 'utf8')) as readonly Request[];

const granted: Granted[] = [];
const outcomes: string[] = [];
const entries: SheetEntry[] = [];
for (const [index, request] of requests.slice(0, count).entries()) {
	if (request.why === undefined) {
		const one = await grant(engine, judge, request, {seed: seed + 100 * index, tries});
		granted.push(one);
		entries.push({label: `${index + 1} ${one.kept ? 'right' : 'WRONG'}: ${request.say}`, pictures: [one.picture]});
		if (!one.first || !one.kept)
			print(
				`${index + 1} (${request.writer}): ${request.say} | first ${one.first ? 'right' : 'wrong'}, kept of ${one.runs} ${one.kept ? 'right' : 'wrong'}`,
			);
		continue;
	}
	const wish: Wish = {...request, why: request.why};
	const {outcome, words} = await runWish(engine, judge, wish, seed + 100 * index);
	outcomes.push(outcome);
	if (outcome === 'silent' || outcome === 'left alone')
		print(`${index + 1} (${wish.writer}, ${wish.why}): ${wish.say} | ${outcome} | ${words}`);
}
if (values.sheet !== undefined) await writeFile(values.sheet, await contactSheet(entries, 6));

const runs = granted.reduce((sum, one) => sum + one.runs, 0);
print('');
print(`| 60 requests that can be granted | right in words and picture |`);
print('|---|---|');
print(`| one run | ${percent(granted.filter(({first}) => first).length, granted.length)} |`);
print(
	`| --tries ${tries}, ${(runs / Math.max(1, granted.length)).toFixed(1)} runs each | ${percent(granted.filter(({kept}) => kept).length, granted.length)} |`,
);
print('');
print(`| ${outcomes.length} that cannot | |`);
print('|---|---|');
for (const outcome of ['refused', 'told', 'left alone', 'silent'])
	print(`| ${outcome} | ${outcomes.filter(one => one === outcome).length} |`);

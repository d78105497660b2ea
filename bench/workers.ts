/*
Engines side by side against one with all processors, in turns: `npm run bench:workers [-- --rounds 5 --jobs 24 --most 4]`. Each side is a whole
`mmada batch` of the same list, from its start to its end, and has to make the same files. The table goes to stdout and into docs/speed.md.
*/
import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {availableParallelism, tmpdir} from 'node:os';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {drawExercises} from '../src/bench/storybook/exercises.ts';
import {table, writeSection} from './document.ts';
import {machineName} from './machine.ts';
import {measure, median, ratioOf, takeTurns} from './measure.ts';
import {command, root} from './root.ts';

const {values} = parseArgs({
	options: {
		rounds: {type: 'string', default: '5'},
		jobs: {type: 'string', default: '24'},
		most: {type: 'string', default: String(2 * availableParallelism())},
	},
});
const [rounds, jobs, most] = [Number(values.rounds), Number(values.jobs), Number(values.most)];
const cores = availableParallelism();
/** Gain that is wanted of `--workers auto` on 2 cores. */
const wanted = 1.25;

const folder = await mkdtemp(path.join(tmpdir(), 'mmada workers bench '));
const list = path.join(folder, 'jobs.jsonl');
const lines = drawExercises(2026, 2 * jobs)
	.filter(({item}) => item.task === 'gen')
	.slice(0, jobs)
	.map(({item, seed}) => JSON.stringify({instruction: item.instruction, seed}));
await writeFile(list, `${lines.join('\n')}\n`);

const outputOf = (workers: string) => path.join(folder, workers);
const side = (workers: string) => async () => {
	await rm(outputOf(workers), {recursive: true, force: true});
	return measure(() =>
		execFileSync(process.execPath, [command, 'batch', list, '-q', '--no-contact-sheet', '--workers', workers, '-o', outputOf(workers)], {
			stdio: ['ignore', 'ignore', 'inherit'],
		}),
	);
};
const counts = ['auto', ...Array.from({length: most}, (_, index) => String(index + 1))];
const timesOf = await takeTurns(Object.fromEntries(counts.map(workers => [workers, side(workers)])), rounds);

const digests = await Promise.all(counts.map(async workers => digestOf(outputOf(workers))));
if (new Set(digests).size !== 1) throw new Error('Other workers made other pictures.');

const one = timesOf('1');
const rows = counts.map(workers => {
	const times = timesOf(workers);
	const perMinute = (60_000 * lines.length) / median(times.map(({ms}) => ms));
	const note = Number(workers) > cores ? 'more engines than processors: no gain is to be expected here' : '';
	return [workers, perMinute.toFixed(1), `${ratioOf(one, times).ms.toFixed(2)}x`, note];
});
const gain = ratioOf(one, timesOf('auto')).ms;
const found = [
	`On ${machineName()}. ${lines.length} generations of the bundled model, start and loading included; medians of ${rounds} rounds, the growth that of the pairs.`,
	'',
	...table(['workers', 'pictures a minute', 'against one engine with all processors', ''], rows),
	'',
	`\`--workers auto\` does ${gain.toFixed(2)} times the work of one engine (wanted on 2 processors: ${wanted}); all made the same pictures.`,
];
process.stdout.write(`${found.join('\n')}\n`);
await writeSection(path.join(root, 'docs', 'speed.md'), 'workers', found);
await rm(folder, {recursive: true});

/** All pictures of a folder in one digest. */
async function digestOf(output: string): Promise<string> {
	const hash = createHash('sha256');
	for (const name of (await readdir(output)).filter(each => each.endsWith('.png')).sort())
		hash.update(name).update(await readFile(path.join(output, name)));
	return hash.digest('hex');
}

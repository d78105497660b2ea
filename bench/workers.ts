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
import {measure, median, ratioOf, type Took, takeTurns} from './measure.ts';
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

/** A quarter of the list: what it takes more than a quarter of the time is its start. */
const shortList = path.join(folder, 'short.jsonl');
const shortJobs = Math.max(1, Math.floor(lines.length / 4));
await writeFile(shortList, `${lines.slice(0, shortJobs).join('\n')}\n`);

const outputOf = (name: string) => path.join(folder, name);
const side = (name: string, file: string, flags: readonly string[]) => async () => {
	await rm(outputOf(name), {recursive: true, force: true});
	return measure(() =>
		execFileSync(process.execPath, [command, 'batch', file, '-q', '--no-contact-sheet', ...flags, '-o', outputOf(name)], {
			stdio: ['ignore', 'ignore', 'inherit'],
		}),
	);
};
const counts = ['auto', ...Array.from({length: most}, (_, index) => String(index + 1))];
/** Engines of one thread each: what the growth beyond this machine is reckoned from. */
const singles = {
	one: side('one', list, ['--workers', '1', '--threads', '1']),
	short: side('short', shortList, ['--workers', '1', '--threads', '1']),
	all: side('all', list, ['--workers', String(cores), '--threads', '1']),
};
const timesOf = await takeTurns<string, Took>(
	{...Object.fromEntries(counts.map(workers => [workers, side(workers, list, ['--workers', workers])])), ...singles},
	rounds,
);

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

/** List that the growth is simulated for, and engines beyond the processors here. */
const [simulatedJobs, simulatedCounts] = [1000, [4, 8, 16, 32, 64].filter(count => count > cores)];
const growth = reckon();
const simulated = simulatedCounts.map(count => {
	const ms = growth(count);
	return [count, ((60_000 * simulatedJobs) / ms).toFixed(0), `${(growth(1) / ms).toFixed(1)}x`, 'simulated'];
});
const found = [
	`On ${machineName()}. ${lines.length} generations of the bundled model, start and loading included; medians of ${rounds} rounds, the growth that of the pairs.`,
	'',
	...table(['workers', 'pictures a minute', 'against one engine with all processors', ''], rows),
	'',
	`\`--workers auto\` does ${gain.toFixed(2)} times the work of one engine (wanted on 2 processors: ${wanted}); all made the same pictures.`,
	'',
	`Growth beyond the ${cores} processors here, simulated for ${simulatedJobs} jobs on as many processors of this kind, one for each engine: from what a list`,
	'costs at its start, what each job costs the engine, and what it costs the one process that saves them all, as measured with one thread an engine.',
	'Memory that engines share is not part of it: expect less on many processors.',
	'',
	...table(['workers of one thread', 'pictures a minute', 'against one of them', ''], simulated),
];
process.stdout.write(`${found.join('\n')}\n`);
await writeSection(path.join(root, 'docs', 'speed.md'), 'workers', found);
await rm(folder, {recursive: true});

/** Time of the simulated list by the number of engines (ms): start + jobs (saving + drawing / engines), fitted to the measured three. */
function reckon(): (engines: number) => number {
	const msOf = (name: keyof typeof singles) => median(timesOf(name).map(({ms}) => ms));
	const each = (msOf('one') - msOf('short')) / (lines.length - shortJobs);
	const start = msOf('one') - each * lines.length;
	const ofAll = (msOf('all') - start) / lines.length;
	const saving = cores === 1 ? 0 : Math.min(each, Math.max(0, (ofAll - each / cores) / (1 - 1 / cores)));
	return engines => start + simulatedJobs * (saving + (each - saving) / engines);
}

/** All pictures of a folder in one digest. */
async function digestOf(output: string): Promise<string> {
	const hash = createHash('sha256');
	for (const name of (await readdir(output)).filter(each => each.endsWith('.png')).sort())
		hash.update(name).update(await readFile(path.join(output, name)));
	return hash.digest('hex');
}

import {type KeptRunFacts, keptRuns} from '../../app/kept-runs.ts';
import {readableBytes} from '../../app/readable.ts';
import {runsFolder} from '../../app/record-run.ts';
import {thisProcess} from '../../app/this-process.ts';
import type {ExitCode} from '../../errors.ts';
import {exitCodes} from '../../errors.ts';
import {chooseRun, discardRun, listRuns, pruneRuns} from '../../journal/runs.ts';
import {printable, toJson} from '../../printable.ts';
import type {Parsed} from '../parse/parse.ts';
import {oneWord} from '../parse/single-argument.ts';
import {printData, printNotice} from '../terminal/out.ts';
import {actionOf} from './subcommand.ts';

type Action = (words: readonly string[], isJson: boolean) => Promise<void>;

const actions: Readonly<Record<string, Action>> = {list, rm, prune};

/** `mmada runs`: interrupted runs that can be resumed. */
export async function runs({input: [name = 'list', ...words], flags}: Parsed): Promise<ExitCode> {
	await actionOf('runs', name, actions)(words, flags.json === true);
	return exitCodes.ok;
}

/** Sizes on stdout, one run a line; a sentence on stderr when there is none. */
async function list(_words: readonly string[], isJson: boolean): Promise<void> {
	const rows = await keptRuns();
	if (isJson) printData(`${toJson(rows, '\t')}\n`);
	else if (rows.length === 0) printNotice('No run was interrupted.\n');
	else printData(rows.map(row => `${line(row)}\n`).join(''));
}

async function rm(words: readonly string[]): Promise<void> {
	const self = await thisProcess();
	await discardRun(chooseRun(await listRuns(runsFolder(), self), oneWord(words, 'run to remove', 'mmada runs rm k7w2pd')), self);
}

/** Runs that no process runs. */
async function prune(): Promise<void> {
	const {count, bytes} = await pruneRuns(runsFolder(), {ageMs: 0, bytes: 0}, await thisProcess());
	printNotice(`Removed ${count === 1 ? '1 run' : `${count} runs`}, ${readableBytes(bytes)}.\n`);
}

/** Most characters of an instruction in a list; `--json` has all of it. */
const mostLetters = 200;

function line({id, state, step = 0, steps, task, instruction = '', touchedAt}: KeptRunFacts): string {
	const progress = steps === undefined ? 'not begun' : `step ${step}/${steps}`;
	const at = touchedAt.slice(0, 16).replace('T', ' ');
	const said = printable(instruction.slice(0, mostLetters)) + (instruction.length > mostLetters ? '…' : '');
	return [id, at, state, progress, task, said].join('  ').trimEnd();
}

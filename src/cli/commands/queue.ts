import {modelPlaces} from '../../app/model-places.ts';
import {requestFields} from '../../app/request-fields.ts';
import {usage} from '../../app/usage-error.ts';
import {type ExitCode, exitCodes} from '../../errors.ts';
import {modelDigest} from '../../model/checkpoint/digest.ts';
import {printable, toJson} from '../../printable.ts';
import {loadServer} from '../../queue/connect.ts';
import {queueName} from '../../queue/messages.ts';
import {openQueue} from '../../queue/open.ts';
import {drain, limitJobs, type QueueStatus, retryFailed, statusOf} from '../../queue/status.ts';
import {bundledName, findModel} from '../../store/find-model.ts';
import type {Parsed} from '../parse/parse.ts';
import {queueFrom} from '../parse/queue-options.ts';
import {read, textFrom} from '../parse/read-flag.ts';
import {printData} from '../terminal/out.ts';
import {actionOf} from './subcommand.ts';

type Open = Awaited<ReturnType<typeof openQueue>>;
type Flags = Parsed['flags'];

/** `mmada queue`: what a queue holds of a model's jobs, and how many of them are done at a time. */
export async function queue({input: [name = 'status', ...words], flags}: Parsed): Promise<ExitCode> {
	const action = actionOf('queue', name, {status, retry, drain: remove, limit});
	const most = name === 'limit' ? mostFrom(words.shift()) : undefined;
	if (words[0] !== undefined)
		throw usage(`\`${words[0]}\` is too much.`, `Try: mmada queue ${name}${name === 'limit' ? ' 4' : ''} --queue redis://host`);
	const {address, password} = queueFrom(flags, process.env);
	const server = await loadServer(address, password);
	const model = await findModel(textFrom(flags, 'model') ?? bundledName, modelPlaces());
	const textLength = read(flags, 'text-length', requestFields['text-length']);
	const open = await openQueue(server, queueName(await modelDigest(model.folder), textLength), () => {});
	try {
		await action(open, flags, most);
		return exitCodes.ok;
	} finally {
		await open.disconnect().catch(() => {});
	}
}

async function status(open: Open, flags: Flags): Promise<void> {
	const found = await statusOf(open);
	printData(flags.json === true ? `${toJson(found, '\t')}\n` : `${linesOf(found).join('\n')}\n`);
}

function linesOf({waiting, retrying, done, failed, workers, limit: most, underWay, failures}: QueueStatus): string[] {
	return [
		`${waiting} waiting, ${underWay.length} under way, ${retrying} to be tried again, ${done} done, ${failed} failed; ${workers} workers`,
		...(most === undefined ? [] : [`at most ${most} under way at a time`]),
		...underWay.map(({instruction, step, of}) => `under way: ${printable(instruction)}${of === undefined ? '' : `, step ${step}/${of}`}`),
		...failures.map(({instruction, error}) => `failed: ${printable(instruction)}: ${printable(error)}`),
		...(failed > failures.length ? [`and ${failed - failures.length} more that failed`] : []),
	];
}

/** @throws UserError (2) */
function mostFrom(word: string | undefined): number | undefined {
	if (word === 'none') return;
	const most = /^\d{1,6}$/.test(word ?? '') ? Number(word) : 0;
	if (most > 0) return most;
	throw usage(
		word === undefined ? 'There is no limit.' : `A limit is a whole number from 1 on or \`none\`, not \`${word}\`.`,
		'Say how many jobs may be under way at a time: mmada queue limit 4 --queue redis://host',
	);
}

async function limit(open: Open, flags: Flags, most: number | undefined): Promise<void> {
	await limitJobs(open, most);
	const said =
		most === undefined ? 'as many jobs at a time as the workers take' : `at most ${most === 1 ? '1 job' : `${most} jobs`} at a time`;
	printData(flags.json === true ? `${toJson({limit: most ?? null})}\n` : `${said}\n`);
}

async function retry(open: Open, flags: Flags): Promise<void> {
	const count = await retryFailed(open);
	printData(flags.json === true ? `${toJson({retried: count})}\n` : `${count} jobs that failed are tried again\n`);
}

async function remove(open: Open, flags: Flags): Promise<void> {
	const {waiting, retrying, done, failed} = await statusOf(open);
	if (flags.yes !== true) {
		throw usage(
			`This removes ${waiting + retrying} jobs that wait, and what is kept of ${done + failed} that are over.`,
			'Give --yes to remove them. Jobs under way are finished.',
		);
	}
	await drain(open);
	printData(
		flags.json === true
			? `${toJson({removed: waiting + retrying + done + failed})}\n`
			: `${waiting + retrying + done + failed} jobs removed\n`,
	);
}

import {z} from 'zod';
import type {Run} from '../engine/engine.ts';
import {exitCodes, UserError} from '../errors.ts';
import type {answerLineSchema} from '../events/schema.ts';
import {toJson} from '../printable.ts';
import {nearest} from '../words.ts';
import {steerRequestSchema} from './request.ts';

/** Number or text by which a program tells the answer to a command from others. */
const id = z.union([z.number(), z.string().max(100)]).optional();

/** A line of JSON on stdin, by which another program holds and steers a run. */
export const commandSchema = z.discriminatedUnion('type', [
	z.strictObject({type: z.literal(['pause', 'resume', 'step', 'cancel']), id}),
	z.strictObject({type: z.literal(['steer', 'agreement']), request: steerRequestSchema, id}),
	z.strictObject({type: z.literal('words'), id}),
]);
type Command = z.infer<typeof commandSchema>;

const commandNames = ['pause', 'resume', 'step', 'cancel', 'steer', 'agreement', 'words'] as const;

/** A line that tells how a command went. */
type AnswerLine = z.infer<typeof answerLineSchema>;

/**
Follow commands in lines of JSON, each when it comes, until they end: then a run that is held goes on, since nothing else could make it. A line that
cannot be obeyed is refused, and the next one is read.
@param tell - hears a line of JSON for every command that is answered or refused
*/
export async function obey(lines: AsyncIterable<string | undefined>, run: Run, tell: (line: string) => void): Promise<void> {
	const say = (line: AnswerLine) => tell(`${toJson(line)}\n`);
	const refuse = (error: unknown, of: {readonly id?: Command['id']}) => {
		if (!(error instanceof UserError)) throw error;
		say({type: 'refused', ...of, message: error.message, hint: error.hint});
	};
	const pending: Promise<void>[] = [];
	for await (const line of lines) {
		if (line?.trim() === '') continue;
		const given = idIn(line);
		try {
			const command = commandFrom(line);
			const of = command.id === undefined ? {} : {id: command.id};
			// It is answered between two steps: what says to hold or to stop meanwhile is not to wait for that.
			pending.push(
				perform(command, run, answer => say({type: 'answered', command: command.type, ...of, ...answer})).catch(error => refuse(error, of)),
			);
		} catch (error) {
			refuse(error, given);
		}
	}
	await Promise.all(pending);
	run.resume();
}

async function perform(
	command: Command,
	run: Run,
	answer: (answer: Pick<Extract<AnswerLine, {type: 'answered'}>, 'agreement' | 'words'>) => void,
) {
	switch (command.type) {
		case 'steer':
			await run.steer(command.request, 'program');
			return answer({});
		case 'agreement':
			return answer({agreement: await run.ask({type: 'agreement', request: command.request})});
		case 'words':
			return answer({words: [...(await run.ask({type: 'words'}))]});
		default:
			run[command.type]();
			return answer({});
	}
}

/** @throws UserError for a line that is no command */
function commandFrom(line: string | undefined): Command {
	if (line === undefined) throw bad('A line is longer than 1 MB.', 'Send shorter ones.');
	const value = parsed(line);
	if (value === undefined) throw bad('A line is no JSON object.', 'Send one object a line, such as {"type":"pause"}.');
	const read = commandSchema.safeParse(value);
	if (read.success) return read.data;
	const type = 'type' in value ? value.type : undefined;
	const known = commandNames.find(name => name === type);
	if (known === undefined) {
		const near = typeof type === 'string' ? nearest(type, commandNames) : undefined;
		throw bad(
			type === undefined ? 'A line names no command.' : `There is no command ${shown(type)}.`,
			near ? `Did you mean "${near}"?` : `There are: ${commandNames.join(', ')}.`,
		);
	}
	const path = read.error.issues[0]?.path[0];
	if (path === 'request') {
		const request = 'request' in value ? value.request : undefined;
		if (request === undefined) throw bad(`The command ${known} needs a request.`, hintOfRequests);
		throw bad(`The request ${shown(request)} is no change of a run.`, hintOfRequests);
	}
	throw bad(
		`The line ${shown(value)} says more than \`${known}\` takes, or something else.`,
		'schemas/control.schema.json has the fields.',
	);
}

const hintOfRequests = 'schemas/control.schema.json has them; the first to try: {"type":"replace","from":"red","to":"green"}.';

function parsed(line: string): object | undefined {
	try {
		const value: unknown = JSON.parse(line);
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

/** The number or text of a line that may be no command. */
function idIn(line: string | undefined): {readonly id?: Command['id']} {
	const value = line === undefined ? undefined : parsed(line);
	const read = id.safeParse(value && 'id' in value ? value.id : undefined);
	return read.data === undefined ? {} : {id: read.data};
}

/** A value as a message shows it. */
const shown = (value: unknown): string => {
	const text = JSON.stringify(value);
	return text.length > 80 ? `${text.slice(0, 79)}…` : text;
};

const bad = (message: string, hint: string) => new UserError(message, {hint, exitCode: exitCodes.badData});

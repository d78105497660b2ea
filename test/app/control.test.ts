import {expect, test} from 'vitest';
import {obey} from '../../src/app/control.ts';
import type {Run} from '../../src/engine/engine.ts';
import {createQueue} from '../../src/engine/queue.ts';
import {UserError} from '../../src/errors.ts';
import type {RunEvent} from '../../src/events/events.ts';
import {eventLineSchema} from '../../src/events/schema.ts';

/** A run that writes down what it is told. */
function openRun() {
	const told: unknown[] = [];
	const note = (name: string) => () => told.push(name);
	const run: Run = {
		events: createQueue<RunEvent>(() => {}),
		...{pause: note('pause'), resume: note('resume'), step: note('step'), cancel: note('cancel'), kill: note('kill')},
		async steer(request, by) {
			told.push([request.type, by]);
			if (request.type === 'steps') throw new UserError('No.', {hint: 'Ask for less.', exitCode: 2});
		},
		ask: async () =>
			({change: {type: 'maskWords', rows: [1]}, words: [], codes: [{row: 3, drop: 2.5}], hasInput: false, open: [], passes: 4}) as never,
		[Symbol.asyncDispose]: async () => {},
	};
	return {run, told};
}

async function* from(lines: readonly (string | undefined)[]): AsyncGenerator<string | undefined> {
	yield* lines;
}

async function obeyed(...lines: readonly (string | undefined)[]) {
	const {run, told} = openRun();
	const said: unknown[] = [];
	await obey(from(lines), run, line => said.push(eventLineSchema.parse(JSON.parse(line))));
	return {told, said};
}

test('a program holds a run, steers it and lets it go on; when its lines end, nothing stays held', async () => {
	const {told, said} = await obeyed(
		'{"type":"pause"}',
		'',
		'{"type":"steer","request":{"type":"replace","from":"red","to":"green","isAgreed":true},"id":7}',
		'{"type":"agreement","request":{"type":"maskWords","rows":[1]},"id":"a"}',
	);
	expect(told).toEqual(['pause', ['replace', 'program'], 'resume']);
	expect(said).toEqual([
		{type: 'answered', command: 'pause'},
		{type: 'answered', command: 'steer', id: 7},
		{
			...{type: 'answered', command: 'agreement', id: 'a'},
			agreement: {change: {type: 'maskWords', rows: [1]}, words: [], codes: [{row: 3, drop: 2.5}], hasInput: false, open: [], passes: 4},
		},
	]);
});

test.each([
	{line: '{"type":"fly"}', message: 'There is no command "fly".', hint: 'There are: pause,'},
	{line: '{"type":"puase"}', message: 'There is no command "puase".', hint: 'Did you mean "pause"?'},
	{line: '{}', message: 'A line names no command.', hint: 'There are: pause,'},
	{line: 'pause', message: 'A line is no JSON object.', hint: 'Send one object a line'},
	{line: '[1]', message: 'A line is no JSON object.', hint: 'Send one object a line'},
	{line: undefined, message: 'A line is longer than 1 MB.', hint: 'Send shorter ones.'},
	{line: '{"type":"steer"}', message: 'The command steer needs a request.', hint: 'schemas/control.schema.json'},
	{line: '{"type":"steer","request":{"type":"fly"}}', message: 'The request {"type":"fly"} is no change of a run.', hint: 'replace'},
	{line: '{"type":"pause","now":true}', message: 'The line {"type":"pause","now":true} says more', hint: 'control.schema.json'},
	{line: '{"type":"steer","request":{"type":"steps","steps":9}}', message: 'No.', hint: 'Ask for less.'},
])('the line $line is refused in a sentence, and the next one obeyed', async ({line, message, hint}) => {
	const {told, said} = await obeyed(line, '{"type":"step"}');
	expect(told.filter(one => !Array.isArray(one))).toEqual(['step', 'resume']);
	expect(said).toHaveLength(2);
	expect(said).toContainEqual({type: 'refused', message: expect.stringContaining(message), hint: expect.stringContaining(hint)});
});

import {expect, test} from 'vitest';
import {z} from 'zod';
import {commandSchema} from '../../src/app/control.ts';
import {eventLineSchema} from '../../src/events/schema.ts';
import {transcriptSchema} from '../../src/transcript/schema.ts';
import {scriptedRun} from '../fixtures/scripted-run.ts';

// As readers need it: additions of a later version are no fault.
const jsonSchema = (schema: z.ZodType, title: string) =>
	`${JSON.stringify({title, ...z.toJSONSchema(schema, {io: 'input'})}, null, '\t')}\n`;

test.each([
	{file: 'events.schema.json', schema: eventLineSchema, title: 'A line of --events of mmada, version 1'},
	{file: 'control.schema.json', schema: commandSchema, title: 'A line on stdin of mmada with --events --control'},
	{file: 'transcript.schema.json', schema: transcriptSchema, title: 'A transcript of mmada, version 1'},
])('schemas/$file is what the program writes and reads (vitest -u writes it)', async ({file, schema, title}) => {
	await expect(jsonSchema(schema, title)).toMatchFileSnapshot(`../../schemas/${file}`);
});

test('every event of a run fits its schema', () => {
	for (const event of scriptedRun()) expect(eventLineSchema.parse(event)).toEqual(event);
});

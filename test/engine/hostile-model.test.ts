import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {openEngine} from '../../src/engine/engine.ts';
import {temporaryFolder} from '../model/recipe.ts';
import {tokenizerJson, writeTinyStorybook} from '../model/tiny-storybook.ts';

/** An engine whose model's tokenizer.json has this part, and little patience. */
async function engineOf(part: object) {
	const temporary = await temporaryFolder();
	await writeTinyStorybook(temporary.folder);
	await writeFile(path.join(temporary.folder, 'tokenizer.json'), JSON.stringify({...tokenizerJson, ...part}));
	const engine = openEngine({modelFolder: temporary.folder, device: 'cpu', threads: 1, tokenizerWithinMs: 2000});
	return {
		engine,
		async [Symbol.asyncDispose]() {
			await engine[Symbol.asyncDispose]();
			await temporary[Symbol.asyncDispose]();
		},
	};
}

const splitBy = (pattern: string) => ({pre_tokenizer: {type: 'Split', pattern: {Regex: pattern}, behavior: 'Isolated'}});
const says = "The engine was ended because the model's tokenizer does not come to an end,";

test('a tokenizer that never comes to an end ends its engine while it is opened, in one sentence', async () => {
	await using hostile = await engineOf(splitBy('(.+)+\\u0007'));
	await expect(hostile.engine.opened()).rejects.toMatchObject({message: `${says} while it opened the model.`, exitCode: 65});
});

test('one that does so with certain words only ends it before the first step', async () => {
	// Short enough when opened.
	await using hostile = await engineOf(splitBy('(x+)+\\u0007'));
	await hostile.engine.opened();
	const job = {task: 'gen', instruction: `cat ${'x'.repeat(60)}`, seed: 1, previews: false} as const;
	const read = async () => {
		for await (const event of hostile.engine.run(job).events) expect(event.type).not.toBe('step');
	};
	await expect(read()).rejects.toMatchObject({message: `${says} before the first step.`, exitCode: 65});
});

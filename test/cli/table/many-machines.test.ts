import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {toBatchOptions} from '../../../src/cli/parse/batch-options.ts';
import {parse} from '../../../src/cli/parse/parse.ts';
import {patienceFrom, queueFrom, workersFrom} from '../../../src/cli/parse/queue-options.ts';
import {commands} from '../../../src/cli/table/commands.ts';

const folder = fileURLToPath(new URL('../../../docs/many-machines', import.meta.url));
const environment = {JOB_COMPLETION_INDEX: '3', SLURM_ARRAY_TASK_ID: '3', SLURM_ARRAY_TASK_COUNT: '4'};

/** Commands in a file: as a shell has them, or as a list of YAML. */
function commandsIn(text: string): string[][] {
	const lists = [...text.matchAll(/\[mmada, ([^\]]*)\]/g)].map(([, words = '']) => words.split(', ').map(word => word.replaceAll('"', '')));
	const lines = [...text.matchAll(/^(?:ExecStart=\S*\/)?mmada ([^&\n]*)/gm)].map(([, words = '']) => words.trim().split(/\s+/));
	return [...lists, ...lines];
}

test.each(readdirSync(folder))('docs/many-machines/%s starts a command as it can be given', name => {
	const found = commandsIn(readFileSync(path.join(folder, name), 'utf8'));
	expect(found).toHaveLength(1);
	for (const [command = '', ...words] of found) {
		const parsed = parse(words, commands[command]?.flags ?? []);
		if (command === 'batch')
			expect(toBatchOptions(parsed, {model: 'storybook', threads: 2}, environment).shard).toMatchObject({index: 4, count: 4});
		else expect([queueFrom(parsed.flags, {}).address, workersFrom(parsed.flags) ?? 1, patienceFrom(parsed.flags)]).toContain(60);
	}
});

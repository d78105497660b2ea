import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {openTokenizer} from '../../../src/model/text/tokenizer.ts';
import {unknownWords} from '../../../src/model/text/unknown-words.ts';
import {welcomeLines} from '../../../src/ui/prompt/welcome.ts';

const bundled = fileURLToPath(new URL('../../../models/storybook', import.meta.url));

test('the storybook model knows every word of its examples', async () => {
	const lines = welcomeLines('things', 100);
	const examples = lines.filter(line => line.startsWith('   ')).map(line => line.trim());
	const [changes = ''] = lines.flatMap(line => /to change: (.*)\.$/.exec(line)?.slice(1) ?? []);
	expect(examples.length).toBeGreaterThan(2);
	const tokenizer = await openTokenizer(bundled);
	for (const instruction of [...examples, ...changes.split(', or ')]) expect(unknownWords(tokenizer, instruction), instruction).toEqual([]);
});

test('another model gets examples of another kind, and a narrow window shorter lines', () => {
	expect(welcomeLines('anything', 100).join('\n')).toContain('lighthouse');
	expect(Math.max(...welcomeLines('things', 20).map(line => line.length))).toBeLessThanOrEqual(19);
});

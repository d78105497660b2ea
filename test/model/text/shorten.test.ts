import fc from 'fast-check';
import {expect, test} from 'vitest';
import {shortenTo} from '../../../src/model/text/shorten.ts';
import {openTokenizer, type Tokenizer} from '../../../src/model/text/tokenizer.ts';

const words = ['<unk>', 'a', 'red', 'cat', 'k', '##i', '##n', '##d', '.'];
const tokenizer = {
	vocabulary: new Map(words.map((word, id) => [word, id])),
	idOf: (word: string) => words.indexOf(word),
} as unknown as Tokenizer;
const shortened = (text: string, longest: number, by = tokenizer) =>
	shortenTo(
		longest,
		text.split(' ').map(word => by.idOf(word)),
		by,
	)
		.map(id => words[id])
		.join(' ');

test.each([
	['a red cat .', 4, 'a red cat .'],
	['a k ##i ##n ##d cat', 6, 'a k ##i ##n ##d cat'],
	['a k ##i ##n ##d cat', 5, 'a <unk> cat'],
	['k ##i a k ##i ##n cat', 5, 'k ##i a <unk> cat'],
	['k ##i a k ##i ##n cat', 4, '<unk> a <unk> cat'],
	['k ##i k ##n k ##d cat', 3, '<unk> cat'],
	['a red cat .', 3, 'a red cat .'],
])('words in pieces become unknown ones until the instruction fits: %s in %d', (text, longest, expected) => {
	expect(shortened(text, longest)).toBe(expected);
});

test('what has no pieces is never changed, and nothing becomes longer', async () => {
	const bundled = await openTokenizer(new URL('../../../models/storybook', import.meta.url).pathname);
	fc.assert(
		fc.property(fc.array(fc.integer({min: 0, max: words.length - 1}), {maxLength: 60}), fc.integer({min: 1, max: 60}), (ids, longest) => {
			const short = shortenTo(longest, ids as unknown as Parameters<typeof shortenTo>[1], tokenizer);
			expect(short.length).toBeLessThanOrEqual(ids.length);
			const whole = (list: readonly number[]) =>
				list.filter((id, index) => id < 5 && id > 0 && !words[list[index + 1] ?? 0]?.startsWith('##'));
			expect(whole(short)).toEqual(whole(ids));
		}),
	);
	const simple = bundled.encode('a red cat on the beach');
	expect(shortenTo(2, simple, bundled)).toEqual(simple);
});

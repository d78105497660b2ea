import {expect, test} from 'vitest';
import {isSmallTalk} from '../../../src/model/text/small-talk.ts';

test.each([
	['thank you', true],
	['thanks a lot', true],
	['undo', true],
	['go back', true],
	['Who has made you?', true],
	['hang on is this thing still listening', true],
	['asdf thanks', true],
	['asdf qwer', true],
	['make it night', false],
	['go back to the beach', false],
	['the other way round please', false],
	['bigger', false],
	['no cat', false],
	['🙂', false],
	['', false],
])('talk is told from what asks for something: %s', (text, expected) => {
	expect(isSmallTalk(text, word => ['asdf', 'qwer'].includes(word))).toBe(expected);
});

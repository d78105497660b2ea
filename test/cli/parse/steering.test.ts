import {expect, test} from 'vitest';
import {requestsFrom, thoughtFrom} from '../../../src/cli/parse/steering.ts';

test('flags say what changes: the instruction first, then words, then parts of the picture', () => {
	const flags = {'mask-region': '0, 24,48,72', 'mask-words': 'red, the house', write: 'red=green, big cat=small dog', instruction: 'a cat'};
	expect(requestsFrom(flags)).toEqual([
		{type: 'instruction', instruction: 'a cat', isAgreed: true},
		{type: 'replace', from: 'red', to: 'green', isAgreed: true},
		{type: 'replace', from: 'big cat', to: 'small dog', isAgreed: true},
		{type: 'forget', words: 'red', isAgreed: true},
		{type: 'forget', words: 'the house', isAgreed: true},
		{type: 'forgetRegion', x: 0, y: 24, width: 48, height: 72},
	]);
	expect(requestsFrom({write: 'red=green', 'only-this': true})).toEqual([{type: 'replace', from: 'red', to: 'green', isAgreed: false}]);
	expect(requestsFrom({})).toEqual([]);
});

test.each([
	{flags: {write: 'red'}, says: '--write must be words and others for them, not `red`.'},
	{flags: {write: 'red=green=blue'}, says: '--write must be words and others for them, not `red=green=blue`.'},
	{flags: {write: '=green'}, says: '--write must be words and others for them, not `=green`.'},
	{flags: {'mask-words': 'red,,'}, says: '--mask-words must be words with a comma between them, not `red,,`.'},
	{flags: {'mask-region': '1,2,3'}, says: '--mask-region must be x,y,width,height in pixels, not `1,2,3`.'},
	{flags: {'mask-region': '1,2,-3,4'}, says: '--mask-region must be x,y,width,height in pixels, not `1,2,-3,4`.'},
])('$says', ({flags, says}) => {
	expect(() => requestsFrom(flags)).toThrow(says);
});

test('a run begins with the words that are given, or with the whole thought of a picture', () => {
	expect(thoughtFrom({}, undefined)).toEqual({});
	expect(thoughtFrom({thought: 'asked: ░'}, undefined).steering).toEqual([
		{step: 0, by: 'person', request: {type: 'think', text: 'asked: ░'}},
	]);
	expect(thoughtFrom({}, 'asked: cat.').steering?.[0]?.request).toEqual({type: 'think', text: 'asked: cat.', isWhole: true});
	expect(() => thoughtFrom({thought: 'a'}, 'b')).toThrow('--thought and --keep-thought exclude each other.');
	expect(() => thoughtFrom({thought: 'a', interactive: true}, undefined)).toThrow('a thought is for one');
});

import {expect, test} from 'vitest';
import {describeModel} from '../../../src/model/describe.ts';
import {isChat, withoutCourtesies} from '../../../src/model/text/chat.ts';
import {cannotDraw} from '../../../src/world/language/cannot-draw.ts';

test.each([
	...[
		'please',
		'Please',
		'PLEASE',
		'pleeease',
		'pleasee',
		'plzzz',
		'kindly',
		'thankss',
		'thxxx',
		'tysm',
		'ta',
		'cheers',
		'hey',
		'heyyy',
		'hiya',
		'howdy',
	],
	...[
		'soooo',
		'okayyy',
		'okey-dokey',
		'Hmmmm',
		'umm',
		'erm',
		'aww',
		'ooooh',
		'ugh',
		'phew',
		'lol',
		'looool',
		'hahaha',
		'HEHE',
		'ahaha',
		'xoxo',
		'xx',
		'btw',
		'jk',
	],
	...["y'all", 'y’all', '😂', '🙏', '👍🏽', '❤', '✨', '🎉', '😊😊'],
])('%s is talk', word => {
	expect(isChat(word)).toBe(true);
});

test.each(['cat', 'seat', 'soup', 'supper', 'hat', 'hoe', 'map', 'oak', 'owl', '🐱', '🌙', '🔥', '7', ''])('%s is none', word => {
	expect(isChat(word)).toBe(false);
});

test('no thing is talk, whether it can be drawn or not', async () => {
	const {things = []} = await describeModel(new URL('../../../models/storybook', import.meta.url).pathname);
	const names = [...things.flat(), ...cannotDraw].flatMap(name => [name, `${name}s`]);
	expect(names.length).toBeGreaterThan(400);
	expect(names.filter(isChat)).toEqual(['man']);
});

test('a courtesy that names a thing is none', () => {
	expect(withoutCourtesies('pretty please with a cherry on top, a cat')).toBe('pretty please, a cat');
	expect(withoutCourtesies('a cake with a cherry on top')).toBe('a cake with a cherry on top');
});

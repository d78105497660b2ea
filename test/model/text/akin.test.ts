import {expect, test} from 'vitest';
import {akinTo, isDoubtful, isEveryday, isNear} from '../../../src/model/text/akin.ts';
import {nouns} from '../../../src/world/scene/scene.ts';

test.each([
	['wolf', ['dog']],
	['wolves', ['dog']],
	['trucks', ['car']],
	['dragon', ['bird', 'butterfly']],
	['barn', ['house']],
	['piano', []],
	['gracious', []],
])('things near to `%s` in meaning are %j', (word, near) => {
	expect(akinTo(word)).toEqual(near);
});

test('everyday words are told from others, and those of many meanings from those of one', () => {
	expect(['spoon', 'dragons', 'butterflies', 'gracious'].map(isEveryday)).toEqual([true, true, false, false]);
	expect(['bear', 'doors', 'dragon'].map(isDoubtful)).toEqual([true, true, false]);
});

test('something is near to each thing of the storybook world, and nothing that the world draws is told to be another thing', () => {
	for (const noun of nouns) expect([noun, isNear(noun), isEveryday(noun)]).toEqual([noun, true, false]);
});

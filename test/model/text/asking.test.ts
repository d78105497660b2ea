import {expect, test} from 'vitest';
import {asksAround, isQuestion} from '../../../src/model/text/asking.ts';

test.each([
	['what is in this picture?', true],
	['How many frogs are there?', true],
	['hi, who are you?', true],
	['is it night?', true],
	['can you make the cat red?', false],
	['how about a red kite?', false],
	['is it possible to add a cat?', false],
	['why is the kite yellow? make it red', false],
	['what is there should go', false],
	['what does it look like after a night of snow?', false],
	['What does the castle look like at night?', false],
	['what happens when the rain comes?', false],
	['how does this look two hours later, at dusk?', false],
	['How do I get the umbrella onto the left-hand side?', false],
	['what does it look like?', true],
	['what does a dragon look like in there?', true],
	['what is in the forest?', true],
	['', false],
])('a question is told from a wish: %s', (instruction, expected) => {
	expect(isQuestion(instruction)).toBe(expected);
});

test.each([
	['make it night', true],
	['all of them bigger', true],
	['add a river', false],
	['', false],
])('what surrounds the things is asked for: %s', (instruction, expected) => {
	expect(asksAround(instruction)).toBe(expected);
});

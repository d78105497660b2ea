import {expect, test} from 'vitest';
import {limitsIn} from '../../../src/model/text/limits.ts';

test.each([
	['a cat in the style of Monet', ['draws in one style: "in the style of" changes nothing']],
	['a cat as a sketch', ['draws in one style: "as a sketch" changes nothing']],
	['a cat, 8k', ['draws in one style: "8k" changes nothing']],
	['a cat, close up', ['looks at its world in one way: "close up" changes nothing']],
	['a house seen from above', ['looks at its world in one way: "seen from above" changes nothing']],
	['rain falls from above, and the shop will close upstairs', []],
	['remove the background', ['always draws a place around its things: "remove the background" changes nothing']],
	['Rotate it', ['looks at its world in one way: "rotate" changes nothing']],
	['make the dog bark', ['makes still pictures, and nothing else: "make the dog bark" changes nothing']],
	['make the dog smile', ['draws each thing in one way: "smile" changes nothing']],
	['a striped kite', ['paints a thing in one plain colour: "striped" changes nothing']],
	['make it nicer', ['changes what is named, and "nicer" names nothing that it could change']],
	['a cat on the moon', ['has no such place as "on the moon"']],
	['a cat under the moon', []],
	['make the cat red, and let it snow', []],
	['tell me a story of a cat by the sea', []],
	['', []],
])('beyond what a small world draws, `%s` asks for %j', (instruction, expected) => {
	expect(limitsIn(instruction)).toEqual(expected);
});

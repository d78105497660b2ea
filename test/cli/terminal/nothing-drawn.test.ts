import {expect, test} from 'vitest';
import {nothingDrawn} from '../../../src/cli/terminal/nothing-drawn.ts';

test.each([
	[['gen', 'a red cat', '--seed', '5', '-o', 'x.png'], ": mmada gen 'a red cat' --seed 5 -o x.png"],
	[['gen', "it's", '--output=my cat.png'], ": mmada gen 'it'\\''s' --output='my cat.png'"],
	[['batch', '-', '-n', '2'], ': mmada batch - -n 2'],
	[['gen', '--', '-5 degrees'], ' with the same command.'],
	[['gen', 'x'.repeat(400)], ' with the same command.'],
])('the command is said as it can be typed again: %j', (argv, expected) => {
	expect(nothingDrawn(argv)).toBe(`Stopped: nothing was drawn yet. Run it again${expected}`);
});

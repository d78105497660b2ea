import {expect, test} from 'vitest';
import {typedHere} from '../../../../src/cli/commands/session/at-home.ts';

test.each([
	['`x.png` is there already.\nGive --force to replace it, or name another file with --output.', 'Name another file with /save.'],
	['Pictures are saved as .png, and `x.tiff` is another kind.\nTry: --output x.tiff.png', 'Try: /save x.tiff.png'],
	['The folder is not there.\nName another place with --output.', 'Name another place with /save.'],
	['`q` is no word.\nUse other words.', 'Use other words.'],
])('a failure to save is told as its remedy is typed at the prompt: %s', (text, hint) => {
	expect(typedHere(text)).toBe(`${text.split('\n')[0]}\n${hint}`);
});

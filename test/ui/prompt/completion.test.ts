import {expect, test} from 'vitest';
import {completeWith} from '../../../src/cli/commands/session/complete.ts';
import {completed} from '../../../src/ui/prompt/completion.ts';
import {emptyLine, withText} from '../../../src/ui/prompt/line-editor.ts';

const folder = (typed: string) => ['cat.png', 'pics/', 'pics/dog.png'].filter(name => name.startsWith(typed));
const complete = completeWith(() => ['snow', 'snowman', 'snowy', 'house'], folder);

/** The line after Tab, and what is listed. */
function tab(text: string) {
	const {line, listed} = completed(withText(emptyLine, text), complete(text));
	return [line.text, listed];
}

test.each([
	['/un', '/undo ', undefined],
	['/h', '/h', '/history  /help'],
	['und', 'undo ', undefined],
	['set qual', 'set quality ', undefined],
	['/set quality ba', '/set quality balanced ', undefined],
	['/set quality b', '/set quality b', 'best  balanced'],
	['a ho', 'a house ', undefined],
	['a sn', 'a snow', undefined],
	['a snow', 'a snow', 'snowman  snowy'],
	['save ca', 'save cat.png ', undefined],
	['open p', 'open pics/', undefined],
	['xyzzy', 'xyzzy', undefined],
	['a ', 'a ', undefined],
])('Tab after `%s` makes it `%s`', (text, line, listed) => {
	expect(tab(text)).toEqual([line, listed]);
});

test('a word in the middle is completed where the cursor is', () => {
	const line = {...emptyLine, text: 'a hou at night', cursor: 5};
	expect(completed(line, complete('a hou')).line).toMatchObject({text: 'a house at night', cursor: 8});
});

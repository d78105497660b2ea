import {expect, test} from 'vitest';
import {findGraphics} from '../../../src/cli/terminal/graphics.ts';

const none = {kitty: false, iterm2: false};
const tmux =
	(terminal: string, {features = ['256'], passesThrough = true} = {}) =>
	async () => ({terminal, features, passesThrough});

test.each([
	{env: {}, supports: {...none, kitty: true}, way: 'native'},
	{env: {}, supports: {...none, iterm2: true}, way: 'native'},
	{env: {TERM: 'xterm-256color'}, supports: none, way: undefined},
	{env: {TERM: 'foot'}, supports: none, way: 'sixel'},
	{env: {TERM: 'xterm', TERM_PROGRAM: 'mintty'}, supports: none, way: 'sixel'},
	{env: {STY: '1', TERM: 'foot'}, supports: {...none, kitty: true}, way: undefined},
] as const)('with $env and $supports pictures are drawn as: $way', async ({env, supports, way}) => {
	expect(await findGraphics(env, supports)).toBe(way);
});

test.each([
	{said: tmux('kitty(0.35.2) xterm-kitty'), way: 'tmux-kitty'},
	{said: tmux('iTerm2 3.5.0 xterm-256color'), way: 'tmux-iterm2'},
	{said: tmux('kitty(0.35.2) xterm-kitty', {passesThrough: false}), way: undefined},
	{said: tmux('foot(1.16.2) foot', {features: ['256', 'sixel'], passesThrough: false}), way: 'sixel'},
	{said: tmux('XTerm(379) xterm-256color'), way: undefined},
	{said: async () => undefined, way: undefined},
])('inside tmux what tmux says decides: $way', async ({said, way}) => {
	expect(await findGraphics({TMUX: '/tmp/x'}, {kitty: true, iterm2: true}, said)).toBe(way);
});

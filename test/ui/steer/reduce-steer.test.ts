import {expect, test} from 'vitest';
import {interventionsOf} from '../../../src/ui/steer/plan.ts';
import {changesIn, completionOf, currentPlan, wordAt} from '../../../src/ui/steer/steer-state.ts';
import {lookAfter} from '../../fixtures/look.ts';
import {keys, play} from './press.ts';

const look = lookAfter(40);
const agreed = (id: number, found = {}) => ({id, agreed: {written: [], words: [], codes: [], ...found}});

test('the cursor begins at the word that the model is least sure of', () => {
	expect(wordAt(play(look, []).state)?.confidence).toBe(0.42);
	const sure = look.words.map((word, row) => ({...word, confidence: word.confidence && (row === 4 ? 0.7 : row === 12 ? 0.3 : 0.99)}));
	expect(play({...look, words: sure}, []).state.word).toBe(12);
});

test('arrows go from word to word and from line to line, and stay among them', () => {
	const at = (...pressed: string[]) => play(look, [keys.home, ...pressed]).state.word;
	expect(at(keys.left)).toBe(0);
	expect(at(keys.right, keys.right)).toBe(2);
	expect(at(keys.end, keys.right)).toBe(look.words.length - 1);
	expect(at(keys.down, keys.up)).toBe(0);
	expect(at(keys.down)).toBeGreaterThan(10);
});

test('Tab goes from one unsure word to the next, then to the picture, and back to the words', () => {
	const unsure = look.words.flatMap(({confidence}, index) => (confidence === 0.42 ? [index] : []));
	const at = (count: number) => play(look, [keys.home, ...Array.from({length: count}, () => keys.tab)]).state;
	expect(unsure.slice(1).map((_, index) => at(index + 1).word)).toEqual(unsure.slice(1));
	expect(at(unsure.length).focus).toBe('picture');
	expect(at(unsure.length + 1).focus).toBe('words');
	expect(play(look, [keys.end, keys.tab], {hasPicture: false}).state).toMatchObject({focus: 'words', word: unsure[0]});
});

test('a word is replaced by typing another one, with all that says the same', () => {
	const word = look.words[1]!;
	const {state, effects} = play(look, [keys.home, keys.right, 'r', 'e', 'd', keys.enter]);
	expect(effects).toEqual([
		{type: 'complete', word, prefix: 'r'},
		{type: 'agree', id: 1, wish: {type: 'write', word, text: 'red'}},
	]);
	expect(state.pending?.id).toBe(1);
	const done = play(look, [
		...[keys.home, keys.right, 'r', 'e', 'd', keys.enter],
		...[
			agreed(1, {
				written: [
					{row: 1, id: 9},
					{row: 4, id: 9},
				],
				words: [6],
				codes: [2, 3],
			}),
			keys.enter,
		],
	]);
	expect(done.effects.at(-1)).toEqual({
		type: 'goOn',
		id: 2,
		interventions: [
			{
				type: 'writeWords',
				words: [
					{row: 1, id: 9},
					{row: 4, id: 9},
				],
				isLasting: true,
			},
			{type: 'maskWords', rows: [6]},
			{type: 'maskCodes', rows: [2, 3]},
		],
	});
});

test.each([
	{typed: 'green', line: 'green'},
	{typed: '=mouse', line: 'mouse'},
	{typed: '=', line: ''},
	{typed: 'a b', line: 'a b'},
])('$typed begins the line "$line", key by key as at once', ({typed, line}) => {
	expect(play(look, [keys.home, ...typed]).state.asked).toMatchObject({asks: 'word', line: {text: line}});
});

test('what was agreed can be taken away and added to, and undone', () => {
	const write = [keys.home, 'r', 'e', 'd', keys.enter, agreed(1, {written: [{row: 0, id: 9}], words: [1], codes: [0]})];
	const took = play(look, [...write, keys.right, 'm']).state;
	expect(currentPlan(took).words.size).toBe(0);
	const added = play(look, [...write, keys.right, keys.right, 'm', agreed(2, {words: [2]})]).state;
	expect([...currentPlan(added).words]).toEqual([1, 2]);
	const undone = play(look, [...write, keys.right, 'm', 'u', 'u']).state;
	expect(changesIn(undone)).toBe(0);
	expect(interventionsOf(currentPlan(undone), look)).toEqual([]);
	expect(play(look, ['u']).state.message).toBe('There is no change to undo; Esc leaves.');
});

test('k keeps a word as it is, and lets it go again; a kept word is not masked with another one', () => {
	const kept = play(look, [keys.home, 'k']).state;
	expect(interventionsOf(currentPlan(kept), look)).toEqual([{type: 'writeWords', words: [{row: 0, id: look.textIds[0]}]}]);
	expect(currentPlan(play(look, [keys.home, 'k', 'k']).state).keptWords.size).toBe(0);
	const both = play(look, [keys.home, 'k', keys.right, 'm', agreed(1, {words: [0, 1]})]).state;
	expect([...currentPlan(both).words]).toEqual([1]);
});

test('a region of the picture is marked by shift or space, masked again, and taken away', () => {
	const toPicture = [keys.end, keys.down];
	const region = play(look, [...toPicture, keys.shiftRight, keys.shiftDown, 'm']).state;
	const decided = [0, 1, 6, 7].filter(code => look.codes[code] !== null);
	expect([...currentPlan(region).codes]).toEqual(decided);
	const spaced = play(look, [...toPicture, ' ', keys.right, keys.right, ' ', 'm']).state;
	expect([...currentPlan(spaced).codes]).toEqual([0, 2].filter(code => look.codes[code] !== null));
	const none = play(look, [...toPicture, 'm', 'm']).state;
	expect(currentPlan(none).codes.size).toBe(0);
	const kept = play(look, [...toPicture, 'k']).state;
	expect(interventionsOf(currentPlan(kept), look)).toEqual([{type: 'fixCodes', rows: [0]}]);
});

test('the mouse goes to a code, and pulls a region', () => {
	const {state} = play(look, [
		{code: 7, isPulled: false},
		{code: 14, isPulled: true},
	]);
	expect(state).toMatchObject({focus: 'picture', code: 14, anchor: 7});
});

test('instruction and guidance are asked for in a line, and checked', () => {
	const instruction = `${look.instruction}!`;
	const asked = play(look, ['i', '!', keys.enter]);
	expect(asked.effects).toEqual([{type: 'agree', id: 1, wish: {type: 'instruction', text: instruction}}]);
	const {state} = play(look, ['i', '!', keys.enter, agreed(1, {instruction}), 'g', '2', '.', '5', keys.enter]);
	expect(interventionsOf(currentPlan(state), look)).toEqual([
		{type: 'instruction', instruction: `${look.instruction}!`},
		{type: 'guidance', guidanceText: 2.5},
	]);
	expect(play(look, ['g', '-', '1', keys.enter]).state.message).toBe('Guidance is a number from 0 to 100, not "-1".');
	expect(changesIn(play(look, ['i', keys.enter]).state)).toBe(0);
});

test('what goes with another instruction is masked again; the instruction as it was takes it back', () => {
	const changed = ['i', '!', keys.enter, agreed(1, {instruction: `${look.instruction}!`, words: [3, 4], codes: [2]})];
	expect(interventionsOf(currentPlan(play(look, changed).state), look)).toEqual([
		{type: 'instruction', instruction: `${look.instruction}!`},
		{type: 'maskWords', rows: [3, 4]},
		{type: 'maskCodes', rows: [2]},
	]);
	const back = play(look, [...changed, 'i', keys.backspace, keys.enter]).state;
	expect(currentPlan(back).instruction).toBeUndefined();
});

test('what the instruction says too is changed with a word; codes of an edit go without its picture, masked ones too', () => {
	const open = look.codes.indexOf(null);
	const found = {written: [{row: 0, id: 9}], codes: [0], free: [0, open], instruction: 'a red boat'};
	const {state} = play(look, [keys.home, 'r', 'e', 'd', keys.enter, agreed(1, found)]);
	expect(state.message).toBe('the instruction says it too (i changes it) · 1 part of the picture masked again (m takes away or adds)');
	expect(interventionsOf(currentPlan(state), look)).toEqual([
		{type: 'instruction', instruction: 'a red boat'},
		{type: 'writeWords', words: [{row: 0, id: 9}], isLasting: true},
		{type: 'maskCodes', rows: [0, open], withoutInput: true},
	]);
});

test('once what agrees with a word is taken away, what comes later need not agree either', () => {
	const write = [keys.home, 'r', 'e', 'd', keys.enter, agreed(1, {written: [{row: 0, id: 9}], words: [1]})];
	expect(interventionsOf(currentPlan(play(look, [...write, keys.right, 'm']).state), look)).toEqual([
		{type: 'writeWords', words: [{row: 0, id: 9}]},
	]);
});

const fitting = (words: readonly string[], prefix = 'b') => ({completions: words, word: look.words[0]!, prefix});

test('a letter offers the words that fit, and Enter takes the first that begins with what is typed', () => {
	const typed = [keys.home, 'b', fitting(['blue', 'brown', 'bl'])];
	expect(completionOf(play(look, typed).state)).toBe('blue');
	expect(play(look, [...typed, keys.enter]).effects.at(-1)).toMatchObject({type: 'agree', wish: {text: 'blue'}});
	expect(completionOf(play(look, [...typed, 'r']).state)).toBe('brown');
	expect(play(look, [...typed, 'r']).effects).toEqual([{type: 'complete', word: look.words[0], prefix: 'b'}]);
	// A word that is whole is taken as it is, and so is one that nothing fits.
	expect(play(look, [...typed, 'l', keys.enter]).effects.at(-1)).toMatchObject({wish: {text: 'bl'}});
	expect(play(look, [...typed, 'x', keys.enter]).effects.at(-1)).toMatchObject({wish: {text: 'bx'}});
});

test('up and down offer others, Tab and the right arrow put one into the line', () => {
	const typed = [keys.home, 'b', fitting(['blue', 'brown'])];
	expect(completionOf(play(look, [...typed, keys.down]).state)).toBe('brown');
	expect(completionOf(play(look, [...typed, keys.down, keys.down]).state)).toBe('blue');
	expect(completionOf(play(look, [...typed, keys.up]).state)).toBe('brown');
	for (const key of [keys.tab, keys.right]) expect(play(look, [...typed, key]).state.asked?.line).toMatchObject({text: 'blue', cursor: 4});
	// With the cursor inside of the line nothing is offered.
	expect(completionOf(play(look, [...typed, keys.left]).state)).toBeUndefined();
});

test('words for another place, or another letter, are not offered', () => {
	expect(completionOf(play(look, [keys.home, 'b', {...fitting(['blue']), word: look.words[1]!}]).state)).toBeUndefined();
	expect(completionOf(play(look, [keys.home, 'r', fitting(['blue'])]).state)).toBeUndefined();
	expect(completionOf(play(look, ['i', fitting(['blue'])]).state)).toBeUndefined();
});

test('Esc drops a line, then what is marked, then leaves', () => {
	const {state, effects} = play(look, ['a', keys.escape]);
	expect(state.asked).toBeUndefined();
	expect(effects.filter(({type}) => type !== 'complete')).toEqual([]);
	expect(play(look, [keys.end, keys.down, ' ', keys.escape]).effects).toEqual([]);
	expect(play(look, [keys.end, keys.down, ' ', keys.escape, keys.escape]).effects).toEqual([{type: 'leave'}]);
});

test('what the model refuses is said, and nothing is changed', () => {
	const {state} = play(look, ['x', keys.enter, {id: 1, refused: 'The model does not know "x".'}]);
	expect(state.message).toBe('The model does not know "x".');
	expect(changesIn(state)).toBe(0);
	expect(state.pending).toBeUndefined();
});

test('an answer that was called off comes to nothing', () => {
	const {state} = play(look, ['x', keys.enter, keys.escape, agreed(1, {written: [{row: 0, id: 1}]})]);
	expect(changesIn(state)).toBe(0);
});

test('masked and fixed words and codes are left as they are, and it is said', () => {
	const masked = look.words.findIndex(({text}) => text === '░');
	const early = lookAfter(10);
	const at = early.words.findIndex(({text}) => text === '░');
	const toIt = [keys.home, ...Array.from({length: at}, () => keys.right)];
	expect(masked).toBeGreaterThan(0);
	expect(play(early, [...toIt, 'm']).state.message).toContain('is masked');
	expect(play(early, [...toIt, 'k']).state.message).toContain('nothing to keep');
	const fixed = {...look, words: look.words.map(word => ({...word, isFixed: true})), fixedCodes: [0]};
	expect(play(fixed, [keys.home, 'm']).state.message).toContain('stays');
	expect(play(fixed, [keys.end, keys.down, 'm']).state.message).toContain('stays');
});

test('Ctrl-C is for the run, whatever is open', () => {
	expect(play(look, ['a', keys.ctrlC]).effects.at(-1)).toEqual({type: 'interrupt'});
});

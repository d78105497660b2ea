import {expect, test} from 'vitest';
import {type Change, drawChange, kinds} from '../../../src/bench/steering/change.ts';
import {dependantCodes, follows, keptFacts} from '../../../src/bench/steering/facts.ts';
import {type Pieces, requestFor} from '../../../src/bench/steering/request.ts';
import {sceneToCodes} from '../../../src/world/codes.ts';
import {writeReasoning} from '../../../src/world/language/reasoning.ts';
import {createRandom} from '../../../src/world/random.ts';
import {sampleScene} from '../../../src/world/scene/sample.ts';
import type {Scene} from '../../../src/world/scene/scene.ts';

const scene: Scene = {
	...{place: 'forest', time: 'night', weather: 'clear'},
	objects: [
		{noun: 'balloon', colour: 'red', size: 'large', cell: 'top'},
		{noun: 'cat', colour: 'red', size: 'small', cell: 'left'},
	],
};
const text = writeReasoning({asked: 'red balloon, red cat, forest', thoughts: ['a cat is often white'], scene});
const whole: readonly string[] = text.match(/\w+(?:-\w+)?|[^\s\w]/g) ?? [];
const [balloon, cat] = scene.objects;
const colour = {...balloon!, colour: 'blue'} as const;
const change: Change = {
	...{kind: 'colour', before: scene, after: {...scene, objects: [colour, cat!]}, thing: balloon, words: {from: 'red', to: 'blue'}},
	...{said: '', edit: ''},
};
const request = (now: Pieces, other: Partial<Change> = {}, guessed: Pieces = []) =>
	requestFor({...change, ...other}, {text, whole, now, guessed, asked: 'anew'});
const upTo = (count: number) => whole.map((piece, row) => (row < count ? piece : undefined));

test('a word is written over in the last scene, or where that is not there yet in its first mention, or over a guess, or else in the instruction', () => {
	const scenes = whole.lastIndexOf('scene');
	const last = whole.indexOf('red', scenes);
	const write = (row: number) => ({type: 'write', row, text: 'blue'});
	expect(request(whole)).toEqual({request: write(last), seat: 'scene'});
	expect(request(upTo(last))).toEqual({request: write(2), seat: 'mention'});
	expect(request(upTo(1), {}, whole)).toEqual({request: write(2), seat: 'guess'});
	expect(request(upTo(1))).toEqual({request: {type: 'instruction', instruction: 'anew'}, seat: 'instruction'});
	expect(request(whole, {thing: cat})).toEqual({request: write(whole.lastIndexOf('red')), seat: 'scene'});
});

test('a thing is removed by a thought without it', () => {
	const after = {...scene, objects: [balloon!]};
	expect(request(whole, {kind: 'removing', thing: cat, words: undefined, after})).toEqual({
		request: {
			type: 'think',
			text: 'asked: red balloon, forest. scene: forest, night, clear; large red balloon top.',
			isWhole: true,
		},
		seat: 'thought',
	});
});

test('a scene that is as wanted follows, one as it was does not, and all that the change is not about stays; so for every kind', () => {
	const random = createRandom(1);
	const seen = new Set<string>();
	for (let index = 0; index < 200; index++) {
		const before = sampleScene(random, 2);
		const drawn = drawChange(random, kinds[index % kinds.length]!, before, undefined);
		if (!drawn) continue;
		seen.add(drawn.kind);
		expect(follows(drawn.after, drawn), drawn.kind).toBe(true);
		expect(follows(before, drawn), drawn.kind).toBe(false);
		const {kept, of} = keptFacts(before, drawn.after, drawn);
		expect(kept, drawn.kind).toBe(of);
		expect(of, drawn.kind).toBeGreaterThan(2);
	}
	expect([...seen].sort()).toEqual([...kinds].sort());
});

test('codes that depend are those that are others in the scene that is wanted, as far as they are decided', () => {
	const random = createRandom(2);
	for (let index = 0; index < 200; index++) {
		const before = sampleScene(random, 2);
		const drawn = drawChange(random, kinds[index % kinds.length]!, before, undefined);
		if (!drawn) continue;
		const [was, is] = [sceneToCodes(before), sceneToCodes(drawn.after)];
		const turned = was.flatMap((code, row) => (code === is[row] ? [] : [row]));
		expect(dependantCodes(was, drawn), drawn.kind).toEqual(turned);
		const half = was.map((code, row) => (row % 2 === 0 ? code : null));
		expect(dependantCodes(half, drawn), drawn.kind).toEqual(turned.filter(row => row % 2 === 0));
	}
});

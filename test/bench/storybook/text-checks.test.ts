import {expect, test} from 'vitest';
import {checkText} from '../../../src/bench/storybook/text-checks.ts';
import {goalOf} from '../../../src/world/scene/goal.ts';
import type {Scene} from '../../../src/world/scene/scene.ts';

const source: Scene = {
	place: 'meadow',
	time: 'day',
	weather: 'clear',
	objects: [
		{noun: 'balloon', colour: 'red', size: 'large', cell: 'top'},
		{noun: 'cat', colour: 'blue', size: 'small', cell: 'bottom'},
	],
};
const goal = goalOf({...source, time: 'night'});
const failed = (text: string, item: Parameters<typeof checkText>[1]) =>
	checkText(text, item).flatMap(({name, isMet}) => (isMet ? [] : [name]));

const seen = 'seen: meadow, day, clear; large red balloon top; small blue cat bottom.';
const thought = 'six hours later it is night. the rest stays.';
const scene = 'scene: meadow, night, clear; large red balloon top; small blue cat bottom.';
test.each([
	{rule: 'a good edit has no fault', text: `${seen} ${thought} ${scene}`, faults: []},
	{rule: 'a thought twice', text: `${seen} ${thought} the rest stays. ${scene}`, faults: ['no clause twice']},
	{rule: 'a scene clause twice', text: `${seen} ${thought} ${scene} ${scene}`, faults: ['no clause twice']},
	{rule: 'words after the scene', text: `${seen} ${scene} the rest stays.`, faults: ['it ends with the scene']},
	{
		rule: 'another cat than the true one',
		text: `${seen} ${thought} ${scene}`.replaceAll('blue cat', 'pink cat'),
		faults: ['what it says it sees is there'],
	},
	{
		rule: 'a cat that changes on the way',
		text: `${seen} ${thought} ${scene.replace('blue cat', 'pink cat')}`,
		faults: ['what the edit leaves alone stays as it was seen'],
	},
	{
		rule: 'no opening',
		text: `${thought} ${scene}`,
		faults: ['it opens with a whole `seen` clause', 'what it says it sees is there', 'what the edit leaves alone stays as it was seen'],
	},
	{rule: 'a cat twice', text: `${seen} ${thought} ${scene.replace('.', '; small pink cat left.')}`, faults: ['no noun twice']},
	{rule: 'a cell twice', text: `${seen} ${thought} ${scene.replace('.', '; small pink dog bottom.')}`, faults: ['no cell twice']},
])('an edit: $rule', ({text, faults}) => {
	expect(failed(text, {source, goal})).toEqual(faults);
});

const made = 'scene: forest, night, clear; large red balloon top; small orange cat bottom.';
test.each([
	{rule: 'a good one has no fault', text: `asked: red balloon, cat, night. a cat is often orange. ${made}`, faults: []},
	{
		rule: 'a colour that was asked is lost',
		text: `asked: pink balloon, cat, night. ${made}`,
		faults: ['what it says is asked is in the scene'],
	},
	{rule: 'a time that was asked is lost', text: `asked: red balloon, cat, day. ${made}`, faults: ['what it says is asked is in the scene']},
	{
		rule: 'an opening that is none of the world',
		text: `asked: red night balloon. ${made}`,
		faults: ['it opens with a whole `asked` clause', 'what it says is asked is in the scene'],
	},
])('a generation: $rule', ({text, faults}) => {
	expect(failed(text, {goal})).toEqual(faults);
});

import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {suiteSizes} from '../../../src/bench/suites.ts';
import {voices as suite} from '../../../src/bench/voices/voices.ts';
import {parseReasoning} from '../../../src/world/language/reasoning.ts';
import {createRandom} from '../../../src/world/random.ts';
import {checkGoal, isBetween} from '../../../src/world/scene/goal.ts';
import {colours, type Scene} from '../../../src/world/scene/scene.ts';
import {readCorpus, sampleVoice} from '../../../src/world/voices/corpus.ts';
import {fillTemplate, parseScene} from '../../../src/world/voices/fill.ts';
import {operate, unedited} from '../../../src/world/voices/operations.ts';
import {parseTemplate} from '../../../src/world/voices/template.ts';

const corpus = readCorpus(fileURLToPath(new URL('../../../training/corpus', import.meta.url)));
const meets = (goal: Parameters<typeof checkGoal>[0], scene: Scene) => checkGoal(goal, scene).every(({isMet}) => isMet);

test('twenty writers and more, each in one split, have written four thousand templates and fifteen hundred sentences', () => {
	expect(corpus.length).toBeGreaterThanOrEqual(20);
	const templates = corpus.flatMap(voice => voice.templates);
	expect(templates.filter(({say}) => say.includes('{')).length).toBeGreaterThanOrEqual(4000);
	expect(templates.filter(({say}) => !say.includes('{')).length).toBeGreaterThanOrEqual(1500);
	expect(corpus.filter(({split}) => split === 'test').length).toBeGreaterThanOrEqual(4);
	expect(corpus.filter(({split}) => split === 'validation').length).toBeGreaterThanOrEqual(2);
});

test.each(corpus)('$writer: every template can be drawn, a true picture of it passes, and planted errors fail', ({templates}) => {
	for (const [index, template] of templates.entries()) {
		const random = createRandom(index);
		const item = Array.from({length: 40}, () => fillTemplate(random, template)).find(one => one !== undefined);
		if (!item) throw new Error(`Cannot be drawn: ${template.say}`);
		const {goal, target, reasoning} = item;
		expect(meets(goal, target), template.say).toBe(true);
		expect(parseReasoning(reasoning).scene, template.say).toMatchObject({place: target.place, time: target.time, weather: target.weather});
		expect(item.instruction, template.say).not.toMatch(/[{}]/);
		// A thing less, and another colour where one is asked for.
		if (target.objects.length > 0) expect(meets(goal, {...target, objects: target.objects.slice(1)}), template.say).toBe(false);
		const coloured = goal.objects.find(({colour}) => colour !== undefined);
		const repainted = target.objects.map(object =>
			object.noun === coloured?.noun ? {...object, colour: colours.find(colour => colour !== object.colour)!} : object,
		);
		if (coloured) expect(meets(goal, {...target, objects: repainted}), template.say).toBe(false);
	}
});

test('a sample is the same for a seed, and has both tasks and requests that nothing can be made of', () => {
	const draw = (seed: number) => Array.from({length: 200}, (_, index) => sampleVoice(createRandom(seed + index), corpus));
	const some = draw(1);
	expect(some).toEqual(draw(1));
	expect(new Set(some.map(({task}) => task))).toEqual(new Set(['gen', 'edit']));
	expect(some.some(({reasoning}) => reasoning.includes('nothing changes'))).toBe(true);
});

test.each([
	['add small red cat bottom', 'meadow, day, clear; large white dog left', 'small red cat bottom'],
	['remove dog', 'meadow, day, clear; large white dog left', ''],
	['remove all animals', 'meadow, day, clear; large white dog left; small red ball right', 'small red ball right'],
	['keep all animals', 'meadow, day, clear; large white dog left; small red ball right', 'large white dog left'],
	['replace dog with cat', 'meadow, day, clear; large white dog left', 'large white cat left'],
	['colour everything blue', 'meadow, day, clear; large white dog left', 'large blue dog left'],
	['size dog small', 'meadow, day, clear; large white dog left', 'small white dog left'],
	['move dog right', 'meadow, day, clear; large white dog left', 'large white dog center'],
	['move dog to-side bottom', 'meadow, day, clear; large white dog left', 'large white dog bottom-left'],
	['swap-places dog ball', 'meadow, day, clear; large white dog left; small red ball right', 'small red ball left; large white dog right'],
	['swap-colours dog ball', 'meadow, day, clear; large white dog left; small red ball right', 'large red dog left; small white ball right'],
])('%s', (operation, before, after) => {
	const edited = operate(createRandom(1), unedited(parseScene(before)), operation);
	const objects = new Set(parseScene(`meadow, day, clear; ${after}`).objects);
	const found = edited?.scene.objects.filter(({noun}) => after.includes(noun));
	expect(new Set(found)).toEqual(objects);
	expect(edited && meets(edited.goal, edited.scene)).toBe(true);
});

test.each([
	['what is not there cannot go', 'remove cat'],
	['what is there cannot join', 'add dog'],
	['what is so already does not become it', 'colour dog white'],
	['nothing leaves the picture', 'move dog left'],
	['what stands on the ground stays there', 'move dog up'],
])('%s', (_, operation) => {
	expect(operate(createRandom(1), unedited(parseScene('meadow, day, clear; large white dog left')), operation)).toBeUndefined();
});

test('between is on one side the one and on the other side the other', () => {
	expect(isBetween('center', ['left', 'right'])).toBe(true);
	expect(isBetween('bottom', ['bottom-left', 'right'])).toBe(true);
	expect(isBetween('left', ['center', 'right'])).toBe(false);
	expect(isBetween('top', ['left', 'right'])).toBe(true);
});

test('an unknown operation, and a line that is no template, are told', () => {
	expect(() => operate(createRandom(1), unedited(parseScene('meadow, day, clear')), 'juggle cat')).toThrow('no operation');
	expect(() => parseTemplate('[]', 'w01')).toThrow('Not a request');
});

test('the suite of voices holds requests of writers that are in no other split, each kind at least six times', () => {
	expect(suite).toHaveLength(suiteSizes.voices);
	const testers = new Set(corpus.filter(({split}) => split === 'test').map(({writer}) => writer));
	expect(new Set(suite.map(({writer}) => writer))).toEqual(testers);
	const heard = new Set(corpus.filter(({split}) => split !== 'test').flatMap(({templates}) => templates.map(({say}) => say.toLowerCase())));
	const counts = new Map<string, number>();
	for (const {task, kind, instruction, goal, target} of suite) {
		counts.set(`${task} ${kind}`, (counts.get(`${task} ${kind}`) ?? 0) + 1);
		expect(meets(goal, target), instruction).toBe(true);
		expect(heard.has(instruction.toLowerCase()), instruction).toBe(false);
	}
	expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(6);
});

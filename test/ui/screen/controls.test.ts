import {expect, test} from 'vitest';
import {createControls} from '../../../src/ui/screen/controls.ts';
import type {RunAction} from '../../../src/ui/terminal/keys.ts';

/** What the actions told the run, and the state after them. */
function act(actions: readonly RunAction[], {canHold = true, canSeek = false, isRecorded = false, shownRows = 20} = {}) {
	const told: string[] = [];
	const tell = (what: string) => () => void told.push(what);
	const seek = (steps: number) => void told.push(`seek ${steps}`);
	const hold = {pause: tell('pause'), resume: tell('resume'), step: tell('step'), ...(canSeek && {seek}), isRecorded};
	const controls = createControls(
		{stop: tell('stop'), interrupt: tell('interrupt'), suspend: tell('suspend'), ...(canHold && {hold})},
		{rows: () => shownRows, columns: () => 76},
	);
	for (const action of actions) controls.act(action);
	return {told, view: controls.view()};
}

test.each<{actions: RunAction[]; told: string[]; isPaused: boolean}>([
	{actions: ['pause'], told: ['pause'], isPaused: true},
	{actions: ['pause', 'pause'], told: ['pause', 'resume'], isPaused: false},
	{actions: ['step', 'step', 'pause'], told: ['step', 'step', 'resume'], isPaused: false},
	{actions: ['pause', 'stop'], told: ['pause', 'stop'], isPaused: false},
	{actions: ['interrupt', 'interrupt'], told: ['interrupt', 'interrupt'], isPaused: false},
	{actions: ['suspend'], told: ['suspend'], isPaused: false},
])('$actions tells the run to $told', ({actions, told, isPaused}) => {
	expect(act(actions)).toMatchObject({told, view: {isPaused}});
});

test('a replay is taken back and forth, and held there', () => {
	const {told, view} = act(['forward', 'back', 'first', 'last'], {canSeek: true});
	expect(told).toEqual(['seek 1', 'seek -1', 'seek -Infinity', 'seek Infinity']);
	expect(view.isPaused).toBe(true);
	expect(act(['back', 'last'])).toMatchObject({told: [], view: {isPaused: false}});
});

test('q leaves a replay, and no run that is under way', () => {
	expect(act(['leave'], {canSeek: true, isRecorded: true}).told).toEqual(['stop']);
	expect(act(['leave'], {canSeek: true}).told).toEqual([]);
});

test('what cannot be held has no pause', () => {
	expect(act(['pause', 'step'], {canHold: false})).toMatchObject({told: [], view: {isPaused: false}});
});

test('the picture grows from what is shown, never below what can be seen, and not while there is none', () => {
	expect(act(['smaller', 'larger'], {shownRows: 20}).view.pictureRows).toBe(22);
	expect(act(['smaller', 'larger'], {shownRows: 16}).view.pictureRows).toBe(18);
	expect(act(['smaller'], {shownRows: 5}).view.pictureRows).toBe(4);
	expect(act(['larger'], {shownRows: 0}).view.pictureRows).toBeUndefined();
	expect(act(['picture', 'help']).view).toMatchObject({showsPicture: false, showsHelp: true});
});

test('who listens is told until they leave', () => {
	const controls = createControls({stop: () => {}, interrupt: () => {}}, {rows: () => 0, columns: () => 0});
	let count = 0;
	const leave = controls.subscribe(() => count++);
	controls.act('help');
	leave();
	controls.act('help');
	expect(count).toBe(1);
});

import {withCodes, withKeptCodes} from './plan.ts';
import {codesMeant, currentPlan, regionOf, type SteerState, type SteerStep, say, withPlan} from './steer-state.ts';

/** A key while the cursor is in the picture. */
export function pressInPicture(state: SteerState, key: string): SteerStep {
	const move = moves[key.replace(/^shift-/, '')];
	if (move) return {state: moved(state, move, key.startsWith('shift-'))};
	switch (key) {
		case 'tab':
		case 'shift-tab':
			return {state: {...state, focus: 'words'}};
		case 'space':
		case ' ':
			return {state: marked(state)};
		case 'm':
		case 'backspace':
		case 'delete':
			return forget(state);
		case 'k':
			return keep(state);
	}
	return {state};
}

/** Rows and columns. */
const moves: Readonly<Record<string, readonly [number, number]>> = {up: [-1, 0], down: [1, 0], left: [0, -1], right: [0, 1]};

function moved(state: SteerState, [down, right]: readonly [number, number], isMarking: boolean): SteerState {
	const {
		code,
		anchor,
		look: {grid},
	} = state;
	const row = Math.floor(code / grid.columns) + down;
	if (row < 0 && !isMarking) return {...state, focus: 'words'};
	const column = (code % grid.columns) + right;
	const next = clamped(row, grid.rows) * grid.columns + clamped(column, grid.columns);
	if (isMarking) return {...state, anchor: anchor ?? code, code: next};
	// A region stays marked when the cursor goes on without shift.
	const marked = anchor === undefined ? state.marked : new Set([...state.marked, ...regionOf(anchor, code, grid)]);
	return {...state, marked, anchor: undefined, code: next};
}

const clamped = (at: number, count: number): number => Math.max(0, Math.min(count - 1, at));

function marked(state: SteerState): SteerState {
	const {anchor, code, look} = state;
	if (anchor !== undefined) return {...state, anchor: undefined, marked: new Set([...state.marked, ...regionOf(anchor, code, look.grid)])};
	const codes = new Set(state.marked);
	if (!codes.delete(code)) codes.add(code);
	return {...state, marked: codes};
}

const unmarked = (state: SteerState): SteerState => ({...state, marked: new Set(), anchor: undefined});

/** Mask what is meant again; when all of it is going to be, leave it. */
function forget(state: SteerState): SteerStep {
	const {codes, fixedCodes} = state.look;
	const plan = currentPlan(state);
	const decided = codesMeant(state).filter(code => codes[code] !== null);
	if (decided.length === 0) return say(state, 'This part is masked: the model has yet to find it.');
	const free = decided.filter(code => !fixedCodes.includes(code));
	if (free.length === 0) return say(state, 'This part was kept by a change before, and stays.');
	const isMasked = !free.every(code => plan.codes.has(code));
	return {state: withPlan(unmarked(state), withCodes(plan, free, isMasked))};
}

function keep(state: SteerState): SteerStep {
	const {codes} = state.look;
	const plan = currentPlan(state);
	const decided = codesMeant(state).filter(code => codes[code] !== null);
	if (decided.length === 0) return say(state, 'This part is masked: there is nothing to keep.');
	const isKept = !decided.every(code => plan.keptCodes.has(code));
	return {state: withPlan(unmarked(state), withKeptCodes(plan, decided, isKept))};
}

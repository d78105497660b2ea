import type {EvalItem} from '../parabench/item.ts';
import type {EvalOutput} from '../parabench/output.ts';
import type {Axis} from '../storybook/axes.ts';
import type {Judge} from '../suites/suite.ts';

/** State of a question to a judge. Only `ok` has a score; nothing is guessed for the others. */
export const states = ['ok', 'refused', 'unparsable', 'error', 'missing'] as const;
export type State = (typeof states)[number];

/** One answer of a judge, as it counts. */
export type Answer = {
	/** From 0. */
	readonly repeat: number;
	/** `turned`: the pictures in the other order. */
	readonly order: 'fixed' | 'turned';
	readonly state: State;
	/** 0-100, of `ok` only. */
	readonly points?: number;
	/** The judge's reason, or the fault. */
	readonly said: string;
};

/** A judge's verdict on one axis of one output. */
export type Mark =
	| {readonly state: 'ok' /** 0-100 */; readonly points: number; readonly said: string; readonly answers?: readonly Answer[]}
	| {readonly state: Exclude<State, 'ok'>; readonly said: string; readonly answers?: readonly Answer[]};

export type Marks = Readonly<Partial<Record<Axis, Mark>>>;

/** A judge of any system's outputs. */
export type EvalJudge = Judge<EvalItem, EvalOutput, Marks>;

/** The paper does not say how 1-5 became 0-100: both readings. 25 (s - 1) makes the points, 0 for the worst. */
export const fromFive = (score: number): number => 25 * (score - 1);
/** 20 s, of what 25 (s - 1) gives: 20 for the worst. */
export const asTwenties = (points: number): number => 20 + 0.8 * points;

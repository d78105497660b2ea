import {exactJudge} from '../../../bench/judges/exact/exact.ts';
import type {EvalJudge} from '../../../bench/judges/mark.ts';
import {createJudge} from '../../../bench/storybook/judge.ts';
import type {Artwork} from '../../../world/art/draw.ts';
import type {JudgeChoice} from '../../parse/parabench-options.ts';

/** A judge, and how many outputs it takes at a time. */
export type OpenJudge = {readonly judge: EvalJudge; readonly parallel: number} & AsyncDisposable;

/** The judge that was asked for. */
export async function openJudge(choice: JudgeChoice, artwork: Artwork): Promise<OpenJudge> {
	switch (choice.kind) {
		case 'exact':
			return {judge: exactJudge(createJudge(artwork)), parallel: 1, [Symbol.asyncDispose]: async () => {}};
	}
}

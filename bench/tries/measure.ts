import {findingsIn} from '../../src/app/findings.ts';
import {followRun} from '../../src/app/follow-run.ts';
import {confidenceIn, type Tried} from '../../src/app/tries.ts';
import type {Judge} from '../../src/bench/storybook/judge.ts';
import type {Engine} from '../../src/engine/engine.ts';
import {toPixels} from '../../src/picture/pixels.ts';
import {writeScene} from '../../src/world/language/reasoning.ts';
import type {VoiceItem} from '../../src/world/voices/fill.ts';

/** One run of a request: what the exact judge says, what the model says of itself, and what was drawn, in words. */
export type Sample = Tried & {
	/** Words and picture both do what was asked. */
	readonly isRight: boolean;
	readonly scene: string;
};

/** One request run once, as `--tries` runs it: weighed, with this much chance in its words. */
export async function sample(engine: Engine, judge: Judge, item: VoiceItem, seed: number, textTemperature: number): Promise<Sample> {
	const input = item.source && judge.draw(item.source);
	await using run = engine.run({
		...{task: item.task, instruction: item.instruction, seed, previews: false, isAgreed: true, isWeighed: true},
		settings: {textTemperature},
		...(input && {input}),
	});
	const {run: finished, state} = await followRun(run);
	if (!finished) throw new Error('The engine was ended before its run was done.');
	const {holds, seen} = judge.judge(item, {...judge.look(toPixels(finished.final)), text: finished.text});
	const {confidence} = state;
	return {isRight: holds.bothSatisfy, scene: writeScene(seen), findings: findingsIn(finished), ...(confidence && {confidence})};
}

/** Share of the pairs of a right and a wrong run of one request in which a rank puts the right one first; ties count half. */
export function rankAgreement(groups: readonly (readonly Sample[])[], rank: (one: Sample) => number): {share: number; pairs: number} {
	let [agreeing, pairs] = [0, 0];
	for (const group of groups) {
		for (const right of group.filter(({isRight}) => isRight)) {
			for (const wrong of group.filter(({isRight}) => !isRight)) {
				pairs++;
				const difference = rank(right) - rank(wrong);
				agreeing += difference > 0 ? 1 : difference === 0 ? 0.5 : 0;
			}
		}
	}
	return {share: pairs === 0 ? Number.NaN : agreeing / pairs, pairs};
}

/** Ranks of a run, higher is better: by what the exact reading finds, and by what the model says of itself. */
export const ranks: Readonly<Record<string, (one: Sample) => number>> = {
	'exact reading (findings)': ({findings}) => -(findings?.length ?? 0),
	'own confidence, text and picture': confidenceIn,
	'own confidence, text': ({confidence}) => confidence?.text ?? 0,
	'own confidence, picture': ({confidence}) => confidence?.image ?? 0,
};

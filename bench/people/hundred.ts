import {findingsIn} from '../../src/app/findings.ts';
import {followRun} from '../../src/app/follow-run.ts';
import {tryUntilFlawless} from '../../src/app/tries.ts';
import type {Judge} from '../../src/bench/storybook/judge.ts';
import type {Engine} from '../../src/engine/engine.ts';
import {toPixels} from '../../src/picture/pixels.ts';
import type {Pixels} from '../../src/pixels.ts';
import {createRandom} from '../../src/world/random.ts';
import {fillTemplate} from '../../src/world/voices/fill.ts';
import {parseTemplate} from '../../src/world/voices/template.ts';

/** One of a hundred requests: a wish that can be granted, with what it asks for (training/corpus/README.md), or one that cannot, with why. */
export type Request = {
	readonly writer: string;
	readonly task: 'gen' | 'edit';
	readonly say: string;
	readonly scene?: string;
	readonly why?: string;
};

/** A request that can be granted: whether the first run did all that was asked, and the run that `--tries` keeps. */
export type Granted = {
	readonly first: boolean;
	readonly kept: boolean;
	readonly runs: number;
	readonly picture: Pixels;
};

/** Run a request until nothing is to be said against it, as the command does with `--tries`; the exact judge sees the first run and the kept one. */
export async function grant(
	engine: Engine,
	judge: Judge,
	request: Request,
	{seed, tries}: {seed: number; tries: number},
): Promise<Granted> {
	const item = fillTemplate(createRandom(1), parseTemplate({kind: 'hundred', ...request}, request.writer));
	if (!item) throw new RangeError(`This request cannot be granted: ${request.say}`);
	const input = item.source && judge.draw(item.source);
	const rights: boolean[] = [];
	const found = await tryUntilFlawless({seed, settings: {}, tries}, async ({seed: own, settings}) => {
		await using run = engine.run({
			...{task: item.task, instruction: item.instruction, seed: own, previews: false, isWeighed: true, settings},
			...(input && {input}),
		});
		const {run: finished, state} = await followRun(run);
		if (!finished) throw new Error('The engine was ended before its run was done.');
		const picture = toPixels(finished.final);
		const {holds} = judge.judge(item, {...judge.look(picture), text: finished.text});
		rights.push(holds.bothSatisfy);
		return {findings: findingsIn(finished), confidence: state.confidence, isRight: holds.bothSatisfy, picture};
	});
	if (!found) throw new Error('No run came to its end.');
	return {first: rights[0] ?? false, kept: found.best.isRight, runs: rights.length, picture: found.best.picture};
}

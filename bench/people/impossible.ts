import {findingsIn} from '../../src/app/findings.ts';
import {followRun} from '../../src/app/follow-run.ts';
import {isSameScene} from '../../src/bench/storybook/agreement.ts';
import type {Judge} from '../../src/bench/storybook/judge.ts';
import type {Engine} from '../../src/engine/engine.ts';
import {UserError} from '../../src/errors.ts';
import {toPixels} from '../../src/picture/pixels.ts';
import {parseScene} from '../../src/world/voices/fill.ts';

/** A wish that the world of the bundled model cannot grant, and why: an absent thing, an unknown one, nonsense, another language, a style. */
export type Wish = {
	readonly writer: string;
	readonly task: 'gen' | 'edit';
	readonly say: string;
	readonly scene?: string;
	readonly why: string;
};

/** The outcome of a wish; `silent` where something was drawn or changed without a word. */
export type Outcome = 'refused' | 'told' | 'left alone' | 'silent';

/** One wish, as the command runs it: without `--yes`. */
export async function runWish(
	engine: Engine,
	judge: Judge,
	{task, say, scene}: Wish,
	seed: number,
): Promise<{outcome: Outcome; words: string}> {
	const source = scene === undefined ? undefined : parseScene(scene);
	const input = source && judge.draw(source);
	try {
		await using run = engine.run({task, instruction: say, seed, previews: false, ...(input && {input})});
		const finished = (await followRun(run)).run;
		if (!finished) throw new Error('The engine was ended before its run was done.');
		const told = [...finished.notices, ...findingsIn(finished)];
		if (told.length > 0) return {outcome: 'told', words: told.join(' ')};
		const isLeft = source !== undefined && isSameScene(source, judge.look(toPixels(finished.final)).detection.scene);
		return {outcome: isLeft ? 'left alone' : 'silent', words: finished.text};
	} catch (error) {
		if (error instanceof UserError) return {outcome: 'refused', words: error.message};
		throw error;
	}
}

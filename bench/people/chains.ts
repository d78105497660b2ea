import type {Judge} from '../../src/bench/storybook/judge.ts';
import {runExercise} from '../../src/bench/storybook/run-exercise.ts';
import type {Engine} from '../../src/engine/engine.ts';
import {writeScene} from '../../src/world/language/reasoning.ts';
import {createRandom} from '../../src/world/random.ts';
import {fillTemplate, parseScene} from '../../src/world/voices/fill.ts';
import {parseTemplate} from '../../src/world/voices/template.ts';

/** Several edits, each on the picture of the one before, as one writer asked for them. `ops` as in training/corpus/README.md. */
export type Chain = {
	readonly writer: string;
	/** The picture that it starts from. */
	readonly scene: string;
	readonly steps: readonly {
		readonly say: string;
		readonly ops: readonly string[];
		readonly absent?: readonly string[];
		readonly why?: string;
	}[];
};

/** @property right - edits that words and picture both did, before the first that they did not */
export type ChainResult = {readonly chain: Chain; readonly right: number; readonly failed?: string};

/** Whether a step can be asked for at all: its operations on the scene before. @throws RangeError that says which cannot */
export function checkChain(chain: Chain): void {
	let scene = parseScene(chain.scene);
	for (const step of chain.steps) {
		const item = itemOf(chain, step, writeScene(scene));
		scene = item.target;
	}
}

/** One chain, judged exactly after each edit, up to the first that is wrong: what comes next is asked of the picture that is there. */
export async function runChain(engine: Engine, judge: Judge, chain: Chain, seed: number): Promise<ChainResult> {
	let scene = parseScene(chain.scene);
	let picture = judge.draw(scene);
	for (const [right, step] of chain.steps.entries()) {
		const item = itemOf(chain, step, writeScene(scene));
		const answer = await runExercise(engine, {item, seed: seed + right}, picture);
		const {holds, seen, failed} = judge.judge(item, {...judge.look(answer.picture), text: answer.text});
		if (!holds.bothSatisfy) return {chain, right, failed: `${step.say} | ${[...failed.textGoal, ...failed.imageGoal].join(', ')}`};
		({picture} = answer);
		scene = seen;
	}
	return {chain, right: chain.steps.length};
}

/** The exercise that a step is. What is so already, since the model chose it so where the words left it free, is to stay. */
function itemOf({writer}: Chain, step: Chain['steps'][number], scene: string) {
	const asked = {writer, task: 'edit', kind: 'chain', scene};
	const made = (facts: object) => fillTemplate(createRandom(1), parseTemplate({...asked, say: step.say, ...facts}, writer));
	const item = made(step) ?? made({ops: ['nothing'], why: 'already'});
	if (!item) throw new RangeError(`\`${step.say}\` (${step.ops.join('; ')}) cannot be done to \`${scene}\`.`);
	return item;
}

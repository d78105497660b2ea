import type {Judge} from '../../src/bench/storybook/judge.ts';
import {runExercise} from '../../src/bench/storybook/run-exercise.ts';
import type {Engine} from '../../src/engine/engine.ts';
import {writeScene} from '../../src/world/language/reasoning.ts';
import {createRandom} from '../../src/world/random.ts';
import {fillTemplate, parseScene, type VoiceItem} from '../../src/world/voices/fill.ts';
import {parseTemplate} from '../../src/world/voices/template.ts';

/** An edit in a person's words, and what it asks for: `ops` as in training/corpus/README.md. */
type Step = {readonly say: string; readonly ops: readonly string[]; readonly why?: string};

/** Several edits, each on the picture of the one before, as one writer asked for them. */
export type Chain = {
	readonly writer: string;
	/** The picture that it starts from. */
	readonly scene: string;
	readonly steps: readonly Step[];
};

/** @property right - edits that words and picture both did, before the first that they did not */
export type ChainResult = {readonly chain: Chain; readonly right: number; readonly failed?: string};

/** Draws each step's picture from the one before it. @throws RangeError that says which step cannot be done */
export function checkChain(chain: Chain): void {
	let scene = parseScene(chain.scene);
	for (const step of chain.steps) {
		const item = drawn(chain, step, writeScene(scene));
		if (!item) throw impossible(step, writeScene(scene));
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

/** The exercise that a step is. Where the model chose in a step before what is asked for now, all is to stay. */
function itemOf(chain: Chain, step: Step, scene: string): VoiceItem {
	const item = drawn(chain, step, scene) ?? drawn(chain, {...step, ops: ['nothing'], why: 'already'}, scene);
	if (!item) throw impossible(step, scene);
	return item;
}

const drawn = ({writer}: Chain, step: Step, scene: string) =>
	fillTemplate(createRandom(1), parseTemplate({writer, task: 'edit', kind: 'chain', scene, ...step}, writer));

const impossible = ({say, ops}: Step, scene: string) => new RangeError(`\`${say}\` (${ops.join('; ')}) cannot be done to \`${scene}\`.`);

import {goalOf} from '../goal.ts';
import {endings} from '../instruction.ts';
import type {Item} from '../item.ts';
import type {Random} from '../random.ts';
import {writeReasoning} from '../reasoning.ts';
import {inCellOrder, sampleCount, sampleScene} from '../sample.ts';
import {consequences} from './consequences.ts';
import {general} from './general.ts';
import {knowledge} from './knowledge.ts';
import type {Operation} from './operation.ts';
import {spatial} from './spatial.ts';

/** Every kind of edit. */
export const operations: readonly Operation[] = [...general, ...spatial, ...consequences, ...knowledge];

/** One edit exercise: a scene and an operation that makes sense for it, all operations alike. */
export function sampleEdit(random: Random, {counts}: {counts?: readonly number[]} = {}): Item {
	for (;;) {
		const operation = random.pick(operations);
		const source = sampleScene(random, sampleCount(random, counts));
		const proposal = operation.propose(random, source);
		if (!proposal) continue;
		const {phrases, thoughts, target, goal = goalOf(target)} = proposal;
		return {
			task: 'edit',
			category: operation.category,
			operation: operation.name,
			instruction: `${ask(random, random.pick(phrases))}${random.pick(endings)}`,
			source,
			goal,
			target: {...target, objects: inCellOrder(target.objects)},
			reasoning: writeReasoning({seen: source, thoughts, scene: target}),
		};
	}
}

/** First words of what can be asked with "please" or "can you" before it. */
const imperative =
	/^(add|bring|change|clear|colour|cover|delete|draw|enlarge|erase|exchange|flip|get|give|include|keep|leave|let|make|mirror|move|paint|place|push|put|remove|replace|shift|show|shrink|swap|switch|take|turn|water) /;

const requests = ['please', 'now', 'can you', 'could you', 'i want you to', 'then', 'and now'];

const ask = (random: Random, phrase: string) =>
	imperative.test(phrase) && random.chance(0.25) ? `${random.pick(requests)} ${phrase}` : phrase;

import {endings} from '../generation.ts';
import {goalOf} from '../goal.ts';
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
			instruction: `${random.pick(phrases)}${random.pick(endings)}`,
			source,
			goal,
			target: {...target, objects: inCellOrder(target.objects)},
			reasoning: writeReasoning({seen: source, thoughts, scene: target}),
		};
	}
}

import {endings} from '../../language/openings.ts';
import {writeReasoning} from '../../language/reasoning.ts';
import {telegraph} from '../../language/wording.ts';
import type {Random} from '../../random.ts';
import {goalOf} from '../../scene/goal.ts';
import type {Item} from '../../scene/item.ts';
import {inCellOrder, sampleCount, sampleScene} from '../../scene/sample.ts';
import type {Scene} from '../../scene/scene.ts';
import {consequences} from './consequences.ts';
import {general} from './general.ts';
import {knowledge} from './knowledge.ts';
import {leaving} from './leaving.ts';
import type {Operation, Proposal} from './operation.ts';
import {spatial} from './spatial.ts';
import {twoEdits} from './two-edits.ts';

/** Every kind of edit. */
export const operations: readonly Operation[] = [...general, ...leaving, ...spatial, ...consequences, ...knowledge, twoEdits];

/**
Weight with which an operation of each kind is drawn. Places of things and knowledge of them are learned last,
so it is met more often.
*/
export const weights: Readonly<Record<Operation['category'], number>> = {
	generation: 0,
	general: 1,
	spatial: 1.8,
	temporal: 1,
	causal: 1,
	knowledge: 2.2,
};

/** Weight with which an operation is drawn: that of its kind times its own. */
export const weightOf = ({category, weight = 1}: Operation) => weights[category] * weight;

const totalWeight = operations.reduce((total, operation) => total + weightOf(operation), 0);

/** An operation, by weight. */
function pickOperation(random: Random): Operation {
	let left = random.next() * totalWeight;
	for (const operation of operations) {
		left -= weightOf(operation);
		if (left < 0) return operation;
	}
	return operations.at(-1)!;
}

/** Number of scenes that an operation is tried on before another is drawn: few make sense for every scene, some for none of one object. */
const tries = 50;

/** One edit exercise: an operation, and a scene that it makes sense for. */
export function sampleEdit(random: Random, {counts}: {counts?: readonly number[]} = {}): Item {
	for (;;) {
		const operation = pickOperation(random);
		for (let attempt = 0; attempt < tries; attempt++) {
			const source = sampleScene(random, sampleCount(random, counts));
			const proposal = operation.propose(random, source);
			if (proposal) return toItem(random, operation, source, proposal);
		}
	}
}

function toItem(random: Random, operation: Operation, source: Scene, proposal: Proposal): Item {
	const {phrases, thoughts, target, goal = goalOf(target)} = proposal;
	const closing = thoughts.includes('the rest stays') && random.chance(0.1) ? random.pick(closings) : '';
	return {
		task: 'edit',
		category: operation.category,
		operation: operation.name,
		instruction: telegraph(random, `${ask(random, random.pick(phrases))}${closing}${random.pick(endings)}`),
		source,
		goal,
		target: {...target, objects: inCellOrder(target.objects)},
		reasoning: writeReasoning({seen: source, thoughts, scene: target}),
	};
}

/** First words of what can be asked with "please" or "can you" before it. */
const imperative =
	/^(add|blow|bring|change|clear|colour|cover|delete|draw|drop|enlarge|erase|exchange|flip|get|give|have|include|keep|leave|let|lower|make|mirror|move|paint|place|push|put|remove|replace|send|set|shift|show|shrink|swap|switch|take|turn|use|water) /;

const requests = [
	...['please', 'please', 'now', 'now please', 'can you', 'can you please', 'could you', 'could you please', 'would you', 'just', 'then'],
	...['i want you to', 'i would like you to', 'and now', 'you should', 'next,', 'first,', 'ok, now', 'hello, please', 'i need you to'],
	...[
		'is it possible to',
		'try to',
		'we should',
		'would it be possible to',
		'it would be good to',
		'i want to',
		'i would like to',
		'my wish:',
	],
];

/** Said of the statements: "i think the cat should be red". */
const opinions = ['i think', 'maybe', 'now', 'i think that', 'then', 'so'];

function ask(random: Random, phrase: string): string {
	if (imperative.test(phrase)) return random.chance(0.3) ? `${random.pick(requests)} ${phrase}` : phrase;
	return / should | would look /.test(phrase) && random.chance(0.15) ? `${random.pick(opinions)} ${phrase}` : phrase;
}

/** An edit without effect, where only one thing is to change. */
const closings = [
	...[
		' and keep the rest',
		', leave the others where they are',
		', do not touch the rest',
		', keep everything else',
		' and leave the rest as it is',
		', nothing else',
		', and that is all',
		', the rest stays',
	],
	...[
		', do not change anything else',

		', the rest is fine',
		' in this picture',
		' and change nothing else',
	],
];

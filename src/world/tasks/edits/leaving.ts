import {facts} from '../../scene/knowledge.ts';
import {skyNouns} from '../../scene/scene.ts';
import {mapObjects, type Operation, the} from './operation.ts';

/** Ways to tell that a thing goes by itself or is taken; what people write for the many ways of going is rewritten to "goes away". */
const leavingPhrases = (object: string): string[] => [
	...[`${object} goes away`, `${object} is gone`, `${object} goes home`, `${object} has gone home`, `there goes ${object}`],
	...[
		`${object} has gone away`,
		`${object} leaves`,
		`${object} goes out of the picture`,
		`${object} does not stay`,
		`${object} is no more`,
	],
	...[`${object} does not want to stay`, `${object} has to go`, `${object} must go home now`, `${object} is not there`],
	...[`someone takes ${object} away`, `someone takes ${object} home`, `someone has come for ${object}`, `${object} goes away and is gone`],
	...[`when ${object} has gone away`, `after ${object} is gone`, `a friend takes ${object} home`, `let ${object} go home`],
	...[`now ${object} goes away`, `${object} wakes up and goes away`, `time for ${object} to go home`],
];

/** The same of what the wind can take. */
const windPhrases = (object: string): string[] => [
	...[`the wind blows ${object} away`, `the wind takes ${object} away`, `wind comes and ${object} goes away`],
	...[`a strong wind takes ${object} away`, `it is so windy that ${object} goes away`, `${object} goes away with the wind`],
	...[`the wind comes and ${object} is gone`, `${object} goes up and away`, `the wind takes ${object} from me`],
];

/** Ways to take two things away. */
const removeTwoPhrases = (first: string, second: string): string[] => [
	...[`remove ${first} and ${second}`, `delete ${first} and ${second}`, `get rid of ${first} and ${second}`],
	...[`take ${first} and ${second} away`, `take away ${first} and ${second}`, `erase ${first} and ${second}`],
	...[`${first} and ${second} should go`, `${first} and ${second} must go`, `no more ${first} and no more ${second}`],
	...[`remove both ${first} and ${second}`, `get rid of both ${first} and ${second}`, `take out both ${first} and ${second}`],
	...[`without ${first} and ${second}`, `the same without ${first} and ${second}`, `show it without ${first} and ${second}`],
	...[`${first} and ${second} go away`, `${first} goes away with ${second}`, `${first} and ${second} go home`],
	...[`${first} is gone and ${second} is gone too`, `${first} and ${second} are gone`, `leave out ${first} and ${second}`],
	...[`i do not want ${first} and ${second}`, `i do not want ${first} or ${second}`, `remove ${first}, and ${second} too`],
	...[`i wish ${first} and ${second} were gone`, `let ${first} and ${second} disappear`, `we do not need ${first} and ${second}`],
];

/** Words for a scene without others. */
const removeBothPhrases = ['remove both', 'both should go', 'take both away', 'both go away', 'get rid of both', 'both are gone'];

const removeAllPhrases = [
	...['remove everything', 'delete everything', 'erase everything', 'take everything away', 'get rid of everything'],
	...['remove all things', 'delete all of it', 'erase all of them', 'take all of it away', 'clear everything away'],
	...['everything should go', 'everything must go', 'everything goes away', 'everything is gone', 'all things go away'],
	...['leave nothing', 'keep nothing', 'only the background should stay', 'keep only the background', 'i want only the background'],
	...['just the background, please', 'remove everything in the picture', 'clear the picture', 'clear the scene', 'nothing should be there'],
	...['i do not want to see anything', 'show only the background', 'remove everything but the background', 'let everything disappear'],
];

/** Things that go: by themselves, two at a time, or all of them. */
export const leaving: readonly Operation[] = [
	{
		name: 'leave',
		category: 'causal',
		propose(random, scene) {
			const {noun} = random.pick(scene.objects);
			const object = the(random, noun, scene);
			const isCarried = facts[noun].isLight || (skyNouns as readonly string[]).includes(noun);
			return {
				phrases: isCarried && random.chance(0.4) ? windPhrases(object) : leavingPhrases(object),
				thoughts: [`the ${noun} goes`, 'the rest stays'],
				target: mapObjects(scene, kept => (kept.noun === noun ? undefined : kept)),
			};
		},
	},
	{
		name: 'remove-two',
		category: 'general',
		propose(random, scene) {
			const [a, b] = random.shuffle(scene.objects);
			if (!a || !b) return;
			const isAll = scene.objects.length === 2 && random.chance(0.2);
			return {
				phrases: isAll ? removeBothPhrases : removeTwoPhrases(the(random, a.noun, scene), the(random, b.noun, scene)),
				thoughts: [`the ${a.noun} and the ${b.noun} go`, 'the rest stays'],
				target: mapObjects(scene, kept => (kept === a || kept === b ? undefined : kept)),
			};
		},
	},
	{
		name: 'remove-all',
		category: 'general',
		weight: 0.4,
		propose: (_, scene) => ({
			phrases: removeAllPhrases,
			thoughts: ['each thing goes'],
			target: {...scene, objects: []},
		}),
	},
];

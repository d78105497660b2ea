import {facts, groups} from '../knowledge.ts';
import {type Scene, times} from '../scene.ts';
import {list, mapObjects, type Operation} from './operation.ts';

const later = (scene: Scene, steps: number) => times[(times.indexOf(scene.time) + steps) % times.length]!;

/** Edits that name a cause or a stretch of time and leave the result to thought. */
export const consequences: readonly Operation[] = [
	{
		name: 'six-hours-later',
		category: 'temporal',
		propose(_, scene) {
			const time = later(scene, 1);
			return {
				phrases: [
					'six hours later',
					'show it six hours later',
					'what does it look like in six hours',
					'let six hours pass',
					'some hours later',
					'fast forward six hours',
					'what will it be like after six hours',
				],
				thoughts: [`six hours after ${scene.time} comes ${time}`, 'the rest stays'],
				target: {...scene, time},
			};
		},
	},
	{
		name: 'twelve-hours-later',
		category: 'temporal',
		propose(_, scene) {
			const time = later(scene, 2);
			return {
				phrases: [
					'twelve hours later',
					'let half a day pass',
					'show it half a day later',
					'what does it look like in twelve hours',
					'fast forward twelve hours',
					'let twelve hours pass',
				],
				thoughts: [`twelve hours after ${scene.time} comes ${time}`, 'the rest stays'],
				target: {...scene, time},
			};
		},
	},
	{
		name: 'wait',
		category: 'temporal',
		propose(random, scene) {
			const time = random.pick(times.filter(other => other !== scene.time));
			const phrases = {
				day: ['the next morning', 'wait until the sun is up', 'wait for breakfast', 'wait until morning', 'let the sun rise'],
				sunset: ['wait until the sun goes down', 'at the end of the day', 'just before dark', 'wait until evening', 'time for dinner'],
				night: ['wait until it is dark', 'wait until the stars come out', 'when everybody sleeps', 'wait until night', 'time to sleep'],
			}[time];
			return {phrases, thoughts: [`that means ${time}`, 'the rest stays'], target: {...scene, time}};
		},
	},
	{
		name: 'winter',
		category: 'temporal',
		propose: (_, scene) =>
			scene.weather === 'snow'
				? undefined
				: {
						phrases: [
							'make it winter',
							'half a year later, in winter',
							'show the same in winter',
							'winter comes',
							'turn it into winter',
							'it is winter now',
							'imagine it is winter',
						],
						thoughts: ['winter brings snow', 'the rest stays'],
						target: {...scene, weather: 'snow'},
					},
	},
	{
		name: 'night-of-snow',
		category: 'causal',
		propose: (_, scene) => ({
			phrases: [
				'after a night of snow',
				'it snowed all night long',
				'the morning after a night full of snow',
				'it snowed all night',
				'after it snowed all night',
			],
			thoughts: ['snow covers all and it is day again'],
			target: {...scene, time: 'day', weather: 'snow'},
		}),
	},
	{
		name: 'dry-up',
		category: 'causal',
		propose: (_, scene) =>
			scene.weather === 'clear'
				? undefined
				: {
						phrases: [
							'let it dry up',
							'the sky clears up',
							'the bad weather ends',
							'the clouds blow away',
							'the sun comes out',
							'the weather gets better',
							'wait until the weather is fine',
						],
						thoughts: [`the ${scene.weather === 'cloudy' ? 'clouds' : scene.weather} ends and the sky is clear`],
						target: {...scene, weather: 'clear'},
					},
	},
	{
		name: 'storm',
		category: 'causal',
		propose(_, scene) {
			const gone = scene.objects.filter(({noun}) => facts[noun].isLight).map(({noun}) => noun);
			return {
				phrases: [
					'a storm comes',
					'let a storm pass through',
					'a strong storm breaks out',
					'what would a storm do',
					'a big storm hits',
					'a storm is coming',
					'what is left after a storm',
				],
				thoughts: [
					gone.length > 0 ? `a storm brings rain and takes what is light, the ${list(gone)}` : 'a storm brings rain, nothing here is light',
				],
				target: {...mapObjects(scene, object => (gone.includes(object.noun) ? undefined : object)), weather: 'rain'},
			};
		},
	},
	{
		name: 'growth',
		category: 'causal',
		propose(_, scene) {
			const plants = scene.objects.map(({noun}) => noun).filter(noun => (groups.plants.members as readonly string[]).includes(noun));
			return plants.length === 0
				? undefined
				: {
						phrases: [
							'water the plants',
							'give the plants water and wait',
							'the plants get water and sun',
							'after weeks of good care for the plants',
							'let the plants grow',
							'water all the plants',
							'the plants have grown',
						],
						thoughts: [`plants with water grow, so the ${list(plants)} becomes large`],
						target: mapObjects(scene, object => (plants.includes(object.noun) ? {...object, size: 'large'} : object)),
					};
		},
	},
];

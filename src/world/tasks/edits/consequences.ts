import {groups} from '../../scene/groups.ts';
import {facts} from '../../scene/knowledge.ts';
import {type Time, times} from '../../scene/scene.ts';
import {
	clearUpPhrases,
	growthPhrases,
	halfADay,
	passPhrases,
	sixHours,
	snowNightPhrases,
	stormPhrases,
	summerPhrases,
	twelveHours,
	waitPhrases,
	waterOnePhrases,
	winterPhrases,
} from './consequences-phrases.ts';
import {list, mapObjects, type Operation, the} from './operation.ts';

/** Noon, six in the evening and midnight, and what follows on them. */
const sixHoursAfter: Readonly<Record<Time, Time>> = {day: 'sunset', sunset: 'night', night: 'day'};
const twelveHoursAfter: Readonly<Record<Time, Time>> = {day: 'night', sunset: 'day', night: 'day'};

/** Edits that name a cause or a stretch of time and leave the result to thought. */
export const consequences: readonly Operation[] = [
	{
		name: 'six-hours-later',
		category: 'temporal',
		propose(_, scene) {
			const time = sixHoursAfter[scene.time];
			return {
				phrases: passPhrases(sixHours),
				thoughts: [`six hours after ${scene.time} comes ${time}`, 'the rest stays'],
				target: {...scene, time},
			};
		},
	},
	{
		name: 'twelve-hours-later',
		category: 'temporal',
		propose(_, scene) {
			const time = twelveHoursAfter[scene.time];
			return {
				phrases: [...passPhrases(twelveHours), ...halfADay],
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
			return {phrases: waitPhrases[time], thoughts: [`that means ${time}`, 'the rest stays'], target: {...scene, time}};
		},
	},
	{
		name: 'winter',
		category: 'temporal',
		propose: (_, scene) =>
			scene.weather === 'snow'
				? undefined
				: {
						phrases: winterPhrases,
						thoughts: ['winter brings snow', 'the rest stays'],
						target: {...scene, weather: 'snow'},
					},
	},
	{
		name: 'summer',
		category: 'temporal',
		weight: 0.6,
		propose: (_, scene) =>
			scene.weather === 'clear'
				? undefined
				: {
						phrases: summerPhrases,
						thoughts: ['summer brings sun', 'the rest stays'],
						target: {...scene, weather: 'clear'},
					},
	},
	{
		name: 'night-of-snow',
		category: 'causal',
		propose: (_, scene) => ({
			phrases: snowNightPhrases,
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
						phrases: clearUpPhrases(scene.weather),
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
				phrases: stormPhrases,
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
		propose(random, scene) {
			const plants = scene.objects.map(({noun}) => noun).filter(noun => (groups.plants.members as readonly string[]).includes(noun));
			return plants.length === 0
				? undefined
				: {
						phrases: plants.length === 1 && random.chance(0.3) ? waterOnePhrases(the(random, plants[0]!, scene)) : growthPhrases,
						thoughts: [`plants with water grow, so the ${list(plants)} becomes large`],
						target: mapObjects(scene, object => (plants.includes(object.noun) ? {...object, size: 'large'} : object)),
					};
		},
	},
];

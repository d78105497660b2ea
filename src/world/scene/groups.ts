import {facts} from './knowledge.ts';
import {type Noun, nouns} from './scene.ts';

/** Groups that edits speak about, with the words for them, and for all that is not of them. */
export const groups = {
	flyers: {
		members: nouns.filter(noun => facts[noun].canFly),
		verb: 'can fly',
		phrases: [
			...['everything that can fly', 'all things that fly', 'whatever has wings or flies', 'things that can fly', 'what can fly'],
			...['anything that flies', 'everything that flies', 'what flies', 'all flying things', 'the flying things', 'whatever can fly'],
			...[
				'everything able to fly',
				'all that flies',
				'everything that is able to fly',
				'the things that can fly',
				'each thing that flies',
				'flying things',
				'all that can fly',
			],
		],
		others: [
			...[
				'everything that cannot fly',
				'what cannot fly',
				'whatever cannot fly',
				'all things that cannot fly',
				'anything that does not fly',
			],
			...['what does not fly', 'everything that is not able to fly', 'the things that cannot fly'],
		],
	},
	animals: {
		members: nouns.filter(noun => facts[noun].kind === 'animal'),
		verb: 'is an animal',
		phrases: [
			...['all animals', 'the animals', 'every animal', 'all creatures', 'all the animals', 'everything that is an animal', 'any animals'],
			...['animals', 'whatever is an animal', 'what is an animal', 'each animal', 'every creature', 'anything that is an animal'],
			...['all of the animals', 'the creatures', 'the animals in the picture'],
		],
		others: [
			...['everything that is not an animal', 'what is not an animal', 'all things that are not animals', 'whatever is not an animal'],
			...['anything that is not an animal', 'the things that are not animals'],
		],
	},
	alive: {
		members: nouns.filter(noun => facts[noun].kind === 'animal' || facts[noun].kind === 'plant'),
		verb: 'is alive',
		phrases: [
			...['what lives', 'everything that lives', 'all living things', 'what is alive', 'everything alive', 'the living things'],
			...['every living thing', 'whatever is alive', 'all that lives', 'everything that is alive', 'the animals and the plants'],
			...[
				'animals and plants',
				'the things that are alive',
				'all plants and animals',
				'everything living',
				'anything alive',
				'living things',
			],
		],
		others: [
			...['everything that is not alive', 'what is not alive', 'whatever is not alive'],
			...['anything that is not a living thing', 'everything that is not living', 'all that is not alive'],
		],
	},
	plants: {
		members: nouns.filter(noun => facts[noun].kind === 'plant'),
		verb: 'is a plant',
		phrases: [
			...['the plants', 'all plants', 'everything that grows', 'every plant', 'all the plants', 'what grows', 'everything that is a plant'],
			...['whatever is a plant', 'all that grows', 'plants', 'any plants', 'anything that is a plant', 'each plant'],
		],
		others: [
			...['everything that is not a plant', 'what is not a plant', 'all things that are not plants', 'whatever is not a plant'],
			...['anything that is not a plant', 'the things that are not plants'],
		],
	},
	made: {
		members: nouns.filter(noun => facts[noun].kind === 'made'),
		verb: 'was made by people',
		phrases: [
			...['everything people made', 'all things made by people', 'everything that was built', 'whatever is man-made'],
			...[
				'everything made by people',
				'all man-made things',
				'what people made',
				'everything that people built',
				'what was made by people',
			],
			...['the man-made things', 'all that was built by people', 'whatever people made', 'every man-made thing', 'the things people made'],
			...['everything that is man-made', 'whatever was made by people', 'anything man-made'],
		],
		others: [
			...['everything that was not made by people', 'what is not man-made', 'all things that are not man-made'],
			...['whatever was not made by people'],
		],
	},
	light: {members: nouns.filter(noun => facts[noun].isLight), verb: 'is light', phrases: ['what is light'], others: ['what is heavy']},
} as const satisfies Readonly<
	Record<string, {members: readonly Noun[]; verb: string; phrases: readonly string[]; others: readonly string[]}>
>;

export type Group = keyof typeof groups;

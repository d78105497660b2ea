import type {Noun} from '../scene/scene.ts';

/** Descriptions that name a thing without its name: "something that barks". */
export const riddles: Readonly<Record<Noun, readonly string[]>> = {
	balloon: [
		...['a toy full of air', 'what a child holds on a string at a party', 'something that floats on a string'],
		...['what you blow up for a party', 'something you blow up', 'a toy on a string that floats'],
	],
	bird: [
		...['an animal with feathers', 'the animal that builds a nest', 'an animal that sings in the morning'],
		...['the animal that lays eggs in a nest', 'an animal with feathers and wings', 'what lives in a nest'],
		...['an animal that lays eggs', 'something that sings'],
	],
	butterfly: [
		...['what a caterpillar becomes', 'what a caterpillar turns into', 'an animal that was a caterpillar'],
		...['what was once a caterpillar', 'a caterpillar when it is grown'],
	],
	bee: [
		...['an animal that can sting', 'the animal that makes honey', 'something that buzzes', 'what makes honey'],
		...['the maker of honey', 'something that can sting', 'an animal that buzzes', 'who makes honey'],
		...['who can sting'],
	],
	kite: [
		...['a toy for a windy day', 'a toy that flies on a string', 'what flies on a string in the wind'],
		...['a toy that needs wind', 'what a child flies on a windy day'],
	],
	plane: [
		...['what a pilot needs', 'what a pilot flies', 'something with wings and an engine'],
		...['what a pilot sits in', 'what people fly in'],
	],
	rocket: [
		...['what takes you to the moon', 'what an astronaut needs', 'something that flies into space'],
		...['what flies to the moon', 'something to fly to the moon with', 'what an astronaut flies in'],
		...['what brings you into space'],
	],
	star: [
		...['something that twinkles', 'what you make a wish on at night', 'what twinkles at night'],
		...['what you see in the sky at night', 'something that shines in the night sky', 'what you wish upon'],
	],
	cat: [
		...['an animal that catches mice', 'something that meows', 'the animal that says meow'],
		...['something that purrs', 'an animal that loves milk', 'an animal that purrs', 'who catches mice'],
		...['the animal that hunts mice', 'an animal that says meow'],
	],
	dog: [
		...['an animal that loves bones', 'the animal that says woof', 'something that barks'],
		...['the best friend of a shepherd', 'an animal that barks', 'who barks', 'who loves bones'],
		...['the best friend of people', 'an animal that says woof'],
	],
	rabbit: [
		...['the animal that loves carrots', 'an animal with long ears', 'who loves carrots'],
		...['something with long ears', 'the animal with long ears', 'an animal that likes carrots'],
		...['an animal that hops'],
	],
	turtle: [
		...['a slow animal with four legs and a shell', 'the animal that carries a hard shell'],
		...['an animal with a hard shell', 'an animal with a shell and four legs', 'a reptile'],
	],
	frog: [
		...['an animal that lives in a pond', 'something that croaks', 'what a tadpole becomes'],
		...['what a tadpole turns into', 'who croaks', 'an animal that croaks', 'what was once a tadpole'],
		...['something that lives in a pond'],
	],
	snail: [
		...['a slow animal without legs', 'a slow animal that carries its house', 'the slowest animal'],
		...['who carries its house', 'an animal without legs that carries its house'],
		...['a slow animal with its house on its back'],
	],
	house: [
		...['something with a door and a roof', 'a place where a family lives', 'something with a roof and a door'],
		...['where a family lives', 'somewhere to live for a family', 'a place to live in'],
	],
	castle: [
		...['where a king and a queen live', 'what a queen needs', 'what a king needs'],
		...['a place where a princess lives', 'where a princess lives', 'the home of a king'],
		...['the home of a queen', 'what a princess needs', 'where kings and queens live'],
	],
	tent: [
		...['what you need for camping', 'something to sleep in when camping', 'what a camper needs'],
		...['something for camping', 'what you sleep in when camping', 'what campers sleep in'],
		...['a place to sleep for a camper'],
	],
	tree: [
		...['something to climb with leaves', 'something with leaves and a trunk', 'something with a trunk'],
		...['something tall with leaves', 'a plant to climb'],
	],
	flower: [
		...['what you put in a vase', 'something that smells good', 'something with petals', 'what a bee needs'],
		...['a plant that smells good', 'a plant with petals', 'something for a vase', 'what a bee loves'],
	],
	mushroom: [
		...['something with a cap that grows in the woods', 'something that grows after rain'],
		...['something with a cap', 'what grows in the woods after rain', 'what grows after the rain'],
	],
	car: [
		...['something to drive', 'something with wheels', 'something with four wheels', 'what a driver needs'],
		...['something to drive on a street', 'something with an engine and four wheels', 'what a driver sits in'],
		...['what people drive'],
	],
	boat: [
		...['something to sail on the sea', 'something to sail with', 'what the fisherman needs'],
		...['what a sailor needs', 'something that floats on water', 'what floats on water'],
		...['what the sailor needs', 'what a fisherman needs', 'something for a sailor'],
		...['something to row on water', 'what crosses water'],
	],
	ball: [
		...['a toy that bounces', 'something to throw and kick', 'something to kick', 'a round toy'],
		...['something round to play with', 'what you throw and kick', 'something that bounces'],
		...['what children kick'],
	],
	umbrella: [
		...['something against the rain', 'what keeps you dry in the rain', 'what you need in the rain'],
		...['something that keeps you dry', 'what keeps the rain off', 'something to stay dry'],
		...['what you hold in the rain', 'something to hold over my head in the rain'],
	],
};

const named = Object.entries(riddles)
	.flatMap(([noun, phrases]) => phrases.map(phrase => [phrase, noun] as const))
	.sort(([one], [other]) => other.length - one.length);

/** An instruction with the things that it describes by name, "something that barks" as "a dog": what a description says is no wish of its own. */
export function withoutRiddles(instruction: string): string {
	let text = instruction;
	for (const [phrase, noun] of named) {
		const at = text.toLowerCase().indexOf(phrase);
		if (at !== -1)
			text = `${text.slice(0, at)}${/^(?:the|who|where) /.test(phrase) ? 'the' : 'a'} ${noun}${text.slice(at + phrase.length)}`;
	}
	return text;
}

import {article} from '../../language/words.ts';
import type {Colour, Place, Size, Time, Weather} from '../../scene/scene.ts';

/** Ways to give a thing another colour. */
export const recolourPhrases = (object: string, word: string, old: Colour): string[] => [
	...[`make ${object} ${word}`, `paint ${object} ${word}`, `turn ${object} ${word}`, `colour ${object} ${word}`],
	...[`make ${object} ${word}`, `change the colour of ${object} to ${word}`, `change ${object} to ${word}`],
	...[`change ${object} from ${old} to ${word}`, `${object} should be ${word}`, `${object} in ${word}`],
	...[`${object} is ${word} now`, `${object} becomes ${word}`, `let ${object} be ${word}`],
	...[`i want ${object} to be ${word}`, `i want ${object} ${word}`, `i would like ${object} to be ${word}`],
	...[`i wish ${object} were ${word}`, `give ${object} ${article(word)} ${word} colour`],
	...[`give ${object} the colour ${word}`, `the colour of ${object} should be ${word}`],
	...[`make ${object} ${word} instead of ${old}`, `${word} instead of ${old} for ${object}`],
	...[`${object} should be ${word}, not ${old}`, `could ${object} be ${word}`, `can ${object} be ${word} instead`],
	...[`what if ${object} were ${word}`, `i would rather have ${object} in ${word}`],
	...[`${object} would look better in ${word}`, `make it so that ${object} is ${word}`, `have ${object} in ${word}`],
	...[`use ${word} for ${object}`, `${object} should not be ${old} but ${word}`, `how about ${object} in ${word}`],
	...[`${object} should turn ${word}`, `set the colour of ${object} to ${word}`],
	...[`i do not like ${old}, make ${object} ${word}`, `could we have ${object} in ${word} instead`],
	...[`${object}: ${word}`, `${object} ${word}, please`, `${object}, but in ${word}`, `i like ${word} better for ${object}`],
	...[`same picture, but with ${object} in ${word}`, `${word}, that is what ${object} should be`],
	...[`switch the colour of ${object} to ${word}`, `make the colour of ${object} ${word}`, `show ${object} in ${word}`],
];

/** Ways to make a thing large or small. */
export function resizePhrases(object: string, next: Size): string[] {
	const [more, much, plain, other] =
		next === 'large' ? (['bigger', 'larger', 'big', 'small'] as const) : (['smaller', 'smaller', 'little', 'big'] as const);
	return [
		...[`make ${object} ${more}`, `make ${object} ${next}`, `make ${object} ${plain}`, `make ${object} much ${much}`],
		...[`${object} should be ${more}`, `${object} should be ${next}`, `${object} is too ${other}`],
		...[`i want ${object} to be ${next}`, `i want ${object} ${more}`, `i wish ${object} were ${more}`],
		...[`i would like ${object} ${more}`, `could ${object} be ${more}`, `can ${object} be ${more}`],
		...[`what if ${object} were ${more}`, `let ${object} be ${more}`, `let ${object} become ${next}`],
		...[`change the size of ${object} to ${next}`, `${object} becomes ${more}`, `make it so that ${object} is ${more}`],
		...[`${object} should not be so ${other}`, `turn ${object} into a ${next} one`, `${object} would look better ${more}`],
		...[`${object} should be ${next} instead of ${other}`, `i would rather have ${object} ${more}`],
		...[`${object}: ${more}`, `${object} ${more}, please`, `a bit ${more}, ${object}`, `${object}, but ${more}`],
		...[`${object}? ${more}`, `${object} should be as ${plain} as can be`],
		...(next === 'large'
			? [`let ${object} grow`, `enlarge ${object}`, `${object} grows`, `blow ${object} up`, `make ${object} huge`]
			: [`shrink ${object}`, `let ${object} shrink`, `${object} shrinks`, `make ${object} tiny`, `${object} should be tiny`]),
		...(next === 'large' ? [`make ${object} grow`, `${object} should be huge`] : [`make ${object} shrink`, `make ${object} half as big`]),
	];
}

/** Ways to take a thing away; `name` is the bare noun. */
export const removePhrases = (object: string, name: string): string[] => [
	...[`remove ${object}`, `take away ${object}`, `delete ${object}`, `erase ${object}`, `take ${object} out`],
	...[`take ${object} away`, `i do not want ${object}`, `get rid of ${object}`, `${object} should go`],
	...[`the same without ${object}`, `no ${name} please`, `i do not like ${object}`, `there should be no ${name}`],
	...[`drop ${object}`, `leave out ${object}`, `make ${object} go away`, `show it without ${object}`],
	...[`i wish ${object} were gone`, `let ${object} disappear`, `make ${object} disappear`, `${object} is in the way`],
	...[`we do not need ${object}`, `${object} must go`, `${object} is gone`, `i do not want to see ${object}`],
	...[`remove ${object} from the picture`, `take ${object} out of the picture`, `could you take ${object} away`],
	...[`without the ${name}`, `do not show ${object}`, `what would it look like without ${object}`, `send ${object} away`],
	...[`clear away ${object}`, `keep everything but ${object}`, `${object} should not be there`, `no more ${name}`],
	...[`i want ${object} gone`, `what if there were no ${name}`],
];

/** Ways to put one more thing into the picture. */
export const addPhrases = (phrase: string): string[] => [
	...[`add ${phrase}`, `put ${phrase} into the picture`, `draw ${phrase} too`, `place ${phrase}`, `put ${phrase} in`],
	...[`add ${phrase} please`, `i also want ${phrase}`, `there should be ${phrase}`, `add ${phrase} to the picture`],
	...[`add ${phrase} to the scene`, `include ${phrase}`, `i would like ${phrase} too`, `give me ${phrase} as well`],
	...[`draw ${phrase} as well`, `also draw ${phrase}`, `let there be ${phrase}`, `could we have ${phrase} too`],
	...[`could there be ${phrase}`, `can we also have ${phrase}`, `what if there were ${phrase}`],
	...[`i wish there were ${phrase}`, `how about ${phrase}`, `what about ${phrase}`, `it needs ${phrase}`],
	...[`the picture needs ${phrase}`, `bring in ${phrase}`, `there is ${phrase} too`, `and ${phrase}`, `plus ${phrase}`],
	...[`${phrase} is missing`, `i am missing ${phrase}`, `${phrase} joins`, `one more thing: ${phrase}`],
	...[`i want to see ${phrase} as well`, `with ${phrase} too`, `it would be good to have ${phrase}`],
];

/** Ways to put one thing in the stead of another, in its colour and size. */
export const replacePhrases = (object: string, next: string): string[] => [
	...[`replace ${object} with ${next}`, `turn ${object} into ${next}`, `swap ${object} for ${next}`],
	...[`${next} instead of ${object}`, `replace ${object} by ${next}`, `change ${object} into ${next}`],
	...[`change ${object} to ${next}`, `make ${object} ${next}`, `exchange ${object} for ${next}`],
	...[`switch ${object} for ${next}`, `put ${next} in place of ${object}`, `put ${next} where ${object} is`],
	...[`${object} should be ${next}`, `${object} should be ${next} instead`, `${object} becomes ${next}`],
	...[`${object} turns into ${next}`, `i want ${next} instead of ${object}`, `i would like ${next} instead of ${object}`],
	...[`i want ${next} rather than ${object}`, `i would rather have ${next} than ${object}`],
	...[`i wish ${object} were ${next}`, `what if ${object} were ${next}`, `could ${object} be ${next}`],
	...[`could we have ${next} instead of ${object}`, `draw ${next} instead of ${object}`],
	...[`instead of ${object} draw ${next}`, `instead of ${object} i want ${next}`, `make it so that ${object} is ${next}`],
	...[`let ${object} become ${next}`, `let ${object} turn into ${next}`, `${next} rather than ${object}`],
	...[`take ${object} out and put ${next} there`, `in place of ${object} there should be ${next}`],
	...[`instead of ${object} i would like ${next}, same place, same colour`, `instead of ${object}, ${next}`],
	...[`${object} goes and ${next} comes in its place`, `${object}? no, ${next}`],
	...[`use ${next} in place of ${object}`, `not ${object} but ${next}`, `how about ${next} instead of ${object}`],
];

/** Ways to give all things one colour. */
export const recolourAllPhrases = (word: string): string[] => [
	...[`make everything ${word}`, `paint all things ${word}`, `turn everything ${word}`, `all of it should be ${word}`],
	...[`paint everything ${word}`, `make all things ${word}`, `make all of it ${word}`, `make them all ${word}`],
	...[`turn all of them ${word}`, `colour everything ${word}`, `colour all of them ${word}`],
	...[`everything should be ${word}`, `all things should be ${word}`, `everything in ${word}`, `all in ${word}`],
	...[`change the colour of everything to ${word}`, `i want everything to be ${word}`],
	...[`i want everything in ${word}`, `i wish everything were ${word}`, `could everything be ${word}`],
	...[`what if everything were ${word}`, `let everything be ${word}`, `give everything the colour ${word}`],
	...[`everything becomes ${word}`, `every thing should turn ${word}`, `all the things ${word}, please`],
	...[`give all things the same colour, ${word}`, `use ${word} for everything`, `make it so that everything is ${word}`],
	...[`each thing should be ${word}`, `paint them all ${word}`, `set the colour of everything to ${word}`],
	...[`set the colour of all things to ${word}`, `change the colour of all things to ${word}`],
];

/** Ways to bring everything to another place. */
export const placePhrases = (where: string, next: Place, old: Place): string[] => [
	...[`let it be ${where}`, `put it all ${where}`, `the same ${where}`, `make it happen ${where}`],
	...[`the same thing ${where}`, `show it ${where}`, `change the place to the ${next}`, `move the scene to the ${next}`],
	...[`move everything to the ${next}`, `make the background a ${next}`, `change the background to a ${next}`],
	...[`the background should be a ${next}`, `take it all to the ${next}`, `go to the ${next}`, `put everything ${where}`],
	...[`put the scene ${where}`, `set the scene ${where}`, `place everything ${where}`, `let it happen ${where}`],
	...[`it should be ${where}`, `it should happen ${where}`, `everything should be ${where}`, `i want it ${where}`],
	...[`i want it to be ${where}`, `i would like it to be ${where}`, `i wish it were ${where}`, `what if it were ${where}`],
	...[`could it be ${where}`, `could we have it ${where} instead`, `a ${next} instead of the ${old}`],
	...[`not the ${old} but the ${next}`, `replace the ${old} with a ${next}`, `turn the ${old} into a ${next}`],
	...[`change the ${old} to a ${next}`, `i would rather be ${where}`, `a ${next} rather than a ${old}`],
	...[`make it a ${next}`, `imagine it ${where}`, `bring it all to the ${next}`, `we are ${where} now`],
	...[`what would it look like ${where}`, `how would it look ${where}`, `same things, but ${where}`, `set it ${where}`],
	...[`now ${where}`, `change the scene to a ${next}`, `use a ${next} as the background`, `make the place a ${next}`],
	...[`i want to see it ${where}`, `${where} instead`, `swap the ${old} for a ${next}`, `instead of the ${old}, a ${next}`],
	...[`exchange the background for a ${next}`],
];

const weatherVerbs: Readonly<Record<Weather, readonly string[]>> = {
	clear: [
		...['clear the sky', 'make the sky clear', 'let the sky be clear', 'take away the bad weather', 'make it sunny'],
		...['make the weather good', 'i want good weather', 'i want a clear sky', 'it should be clear', 'give it a clear sky'],
		...['no clouds in the sky', 'clear weather please', 'the weather should be good'],
		...['there should not be a cloud in the sky', 'make the weather better', 'a clear sky instead'],
	],
	cloudy: [
		...['add clouds', 'cover the sky with clouds', 'make it cloudy', 'make the sky cloudy', 'add some clouds'],
		...['put clouds in the sky', 'let clouds come', 'clouds come', 'it should be cloudy', 'i want clouds'],
		...['i want it to be cloudy', 'there should be clouds', 'clouds cover the sky', 'make the sky grey', 'it gets cloudy'],
		...['could it be cloudy', 'what if it were cloudy'],
	],
	rain: [
		...['let it rain', 'make it rain', 'add rain', 'add some rain', 'make it rainy', 'it should be raining'],
		...['it should rain', 'i want rain', 'i want it to rain', 'rain should fall', 'let rain fall', 'could it rain'],
		...['it is raining now', 'make everything wet with rain', 'bring rain', 'rain please', 'have it rain'],
		...['i wish it would rain', 'there should be rain'],
	],
	snow: [
		...['let it snow', 'make it snow', 'add snow', 'add some snow', 'make it snowy', 'it should be snowing'],
		...['it should snow', 'i want snow', 'i want it to snow', 'snow should fall', 'let snow fall', 'could it snow'],
		...['what if it snowed', 'it is snowing now', 'cover everything with snow', 'bring snow', 'snow please', 'have it snow'],
		...['i wish it would snow', 'there should be snow', 'make everything white with snow', 'everything is covered in snow'],
	],
};

/** Ways to ask for other weather. */
export const weatherPhrases = (next: Weather, words: string, adjective: string): string[] => [
	...[...weatherVerbs[next], ...weatherVerbs[next]],
	...[`the same ${words}`, `show it ${words}`, `i want it ${words}`, `make the weather ${adjective}`],
	...[`the weather should be ${adjective}`, `change the weather to ${adjective}`, `i want ${adjective} weather`],
	...[`${adjective} weather please`, `let the weather be ${adjective}`, `it is ${adjective} now`],
	...[`it should be ${adjective}`, `the weather turns ${adjective}`, `what would it look like ${words}`],
];

const timeVerbs: Readonly<Record<Time, readonly string[]>> = {
	day: [
		...['turn the light on', 'turn on the light', 'switch on the light', 'let there be light', 'make it bright'],
		...['make it daytime', 'make it bright day', 'make it light', 'it is too dark', 'i want daylight', 'i want it to be day'],
		...['bring back the sun', 'make it morning', 'it should be day', 'it should not be so dark'],
		...['i cannot see a thing, it is so dark', 'make it bright', 'could it be day', 'what if it were day'],
		...['i wish it were day', 'it should be morning', 'turn on the sun', 'light please'],
	],
	sunset: [
		...['make it evening', 'let the sun go down', 'i want a sunset', 'it should be evening', 'i want it to be evening'],
		...['make it dusk', 'add a sunset', 'paint a sunset', 'could it be evening', 'what if it were evening'],
		...['i wish it were evening', 'let there be a sunset', 'make the sun set', 'give it an evening sky'],
		...['the sun should set', 'show a sunset', 'make the sky red and orange like at sunset', 'turn it into evening'],
	],
	night: [
		...['turn the light off', 'switch off the light', 'let the moon shine', 'turn the sun off'],
		...['make it dark', 'make it nighttime', 'turn off the sun', 'i want it to be night', 'it should be night'],
		...['it should be dark', 'it is too bright', 'could it be night', 'what if it were night', 'i wish it were night'],
		...['turn off the light', 'i want it dark', 'give it a night sky', 'put the moon in the sky', 'let it get dark'],
		...['show the night sky', 'add the moon', 'make the sky dark'],
	],
};

/** Ways to ask for another time of day. */
export const timePhrases = (next: Time, words: string, old: Time): string[] => [
	...timeVerbs[next],
	...[`make it ${next}`, `change the time to ${next}`, `the same ${words}`, `show it ${words}`, `turn ${old} into ${next}`],
	...[`let it be ${next}`, `make it happen ${words}`, `it should be ${words}`, `i want it ${words}`],
	...[`${next} instead of ${old}`, `not ${old} but ${next}`, `change ${old} to ${next}`, `i would like it ${words}`],
	...[`i would rather have ${next} than ${old}`, `${next} rather than ${old}`, `change the time of day to ${next}`],
	...[`what would it look like ${words}`, `set the time to ${next}`, `turn it into ${next}`, `${words} instead`],
	...[`let it be ${words}`, `it is ${next} now`, `the same scene, but ${words}`, `the same picture ${words}`],
	...[`could we have it ${words}`],
];

/** Ways to let two things trade their colours. */
export const swapColourPhrases = (first: string, second: string): string[] => [
	...[`swap the colour of ${first} and ${second}`, `exchange the colour of ${first} and ${second}`],
	...[`${first} and ${second} should exchange colour`, `let ${first} and ${second} swap colour`],
	...[`${first} and ${second} should trade their colour`, `${first} and ${second} swap their colour`],
	...[`give ${first} the colour of ${second} and the other way around`, `switch the colour of ${first} and ${second}`],
	...[`${first} in the colour of ${second} and the other way around`, `trade the colour of ${first} and ${second}`],
	...[`have ${first} and ${second} trade colour`, `could ${first} and ${second} swap colour`],
	...[`i want ${first} and ${second} to exchange their colour`, `make ${first} and ${second} swap their colour`],
	...[`i would like ${first} in the colour of ${second} and the other way around`, `what if ${first} and ${second} swap colour`],
	...[`please let ${first} and ${second} trade colour`, `${first} and ${second} change colour with each other`],
	...[`paint ${first} like ${second} and ${second} like ${first}`, `${first} like ${second} in colour, and ${second} like ${first}`],
];

/** Ways to paint one thing like another. */
export const sameColourPhrases = (first: string, second: string): string[] => [
	...[`make ${first} the same colour as ${second}`, `paint ${first} like ${second}`, `give ${first} the colour of ${second}`],
	...[`${first} should have the colour of ${second}`, `${first} should be the same colour as ${second}`],
	...[`paint ${first} in the colour of ${second}`, `i want ${first} in the colour of ${second}`],
	...[`let ${first} have the same colour as ${second}`, `colour ${first} like ${second}`],
	...[`could ${first} be the colour of ${second}`, `turn ${first} the colour of ${second}`],
	...[`i want ${first} to have the same colour as ${second}`, `make the colour of ${first} like that of ${second}`],
	...[`change the colour of ${first} to that of ${second}`, `change ${first} to the colour of ${second}`],
	...[`what if ${first} were the colour of ${second}`, `${first} in the same colour as ${second}, please`],
	...[`i would like ${first} in the colour of ${second}`, `use the colour of ${second} for ${first}`],
	...[`${first} needs the colour of ${second}`, `make ${first} look like ${second} in colour`],
];

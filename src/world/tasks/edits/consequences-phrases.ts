import type {Time, Weather} from '../../scene/scene.ts';

export const sixHours = ['six hours', 'half a dozen hours'];
export const twelveHours = ['twelve hours', 'half a day', 'a dozen hours'];

/** Ways to let a stretch of time pass. */
export const passPhrases = (spans: readonly string[]): string[] =>
	spans.flatMap(span => [
		...[`${span} later`, `show it ${span} later`, `show the same ${span} later`, `the same place ${span} later`],
		...[`after ${span}`, `what does it look like in ${span}`, `what will it be like after ${span}`],
		...[`how does it look ${span} later`, `let ${span} pass`, `${span} pass`, `${span} have passed`],
		...[`once ${span} have passed`, `when ${span} are over`, `fast forward ${span}`, `go ${span} forward in time`],
		...[`wait ${span}`, `wait for ${span}`, `i want to see it in ${span}`, `come back in ${span}`, `${span} go by`],
		...[`it is ${span} later now`],
	]);

export const halfADay = ['half a day goes by', 'half a day has passed', 'let half the day go by'];

/** Ways to name a time of day by what happens then. */
export const waitPhrases: Readonly<Record<Time, readonly string[]>> = {
	day: [
		...['everybody wakes up', 'when children are at school', 'when the children go to school'],
		...['and the next morning', 'what does it look like the next morning', 'show the next morning', 'day comes', 'day breaks'],
		...['the night is over', 'when the night is over', 'the night has passed', 'after the night', 'hours pass and it is day'],
		...['the next morning', 'wait until the sun is up', 'wait for breakfast', 'wait until morning', 'let the sun rise'],
		...['the sun is up now', 'the sun rises', 'when the sun is up', 'time to get up', 'time for breakfast', 'the next day'],
		...['wait until it is light again', 'good morning', 'it is morning now', 'time for lunch', 'wait until it gets light'],
		...['at the time of breakfast', 'at lunch time'],
	],
	sunset: [
		...['when people come home from work', 'it gets dark soon', 'the day is almost over', 'it is almost night'],
		...['wait until the sun goes down', 'at the end of the day', 'just before dark', 'wait until evening', 'time for dinner'],
		...['evening comes', 'the evening comes', 'later, in the evening', 'hours pass and it is evening', 'the day is over'],
		...['the sun goes down', 'the day ends', 'when the sun goes down', 'as the day ends', 'good evening'],
		...['it is evening now', 'the sun is about to go down', 'wait for the sunset', 'before it gets dark', 'let the day end'],
		...['at dinner time', 'right before night', 'wait until the sky turns red'],
	],
	night: [
		...['the moon shines', 'when people are in bed', 'when the children are in bed'],
		...['wait until it is dark', 'wait until the stars come out', 'when everybody sleeps', 'wait until night'],
		...['hours pass and night comes', 'later that night', 'now night has come', 'the day is long over', 'and then it is night'],
		...['time to sleep', 'the moon comes out', 'the stars are out', 'wait until the moon is up', 'night comes'],
		...['it gets dark', 'good night', 'when all people are asleep', 'let the moon shine'],
		...['time for bed', 'let night fall', 'when the moon is out', 'when it is dark'],
	],
};

/** Ways to let it be winter. */
export const winterPhrases = [
	...['in december', 'it is december', 'in january', 'the cold season begins', 'change the season to winter', 'winter begins'],
	...['make it winter', 'half a year later, in winter', 'show the same in winter', 'winter comes', 'turn it into winter'],
	...['it is winter now', 'imagine it is winter', 'let it be winter', 'the same place in winter'],
	...['what does it look like in winter', 'winter is here', 'in winter', 'now in winter', 'at christmas'],
	...['it is christmas', 'what would this be in winter', 'i want it to be winter', 'could it be winter'],
	...['what if it were winter', 'show it in winter', 'i wish it were winter', 'a winter picture', 'in the cold of winter'],
	...['when winter comes', 'it should be winter', 'wait until winter'],
];

/** Ways to let it be summer. */
export const summerPhrases = [
	...['summer begins', 'change the season to summer', 'make it summer', 'half a year later, in summer', 'show the same in summer'],
	...['summer comes', 'turn it into summer', 'it is summer now', 'imagine it is summer', 'let it be summer', 'in summer'],
	...['the same place in summer', 'what does it look like in summer', 'summer is here', 'now in summer', 'in the summer sun'],
	...['what would this be in summer', 'i want it to be summer', 'could it be summer', 'what if it were summer'],
	...['show it in summer', 'i wish it were summer', 'a summer picture', 'in the middle of summer', 'when summer comes'],
	...['it should be summer', 'wait until summer', 'a fine summer day', 'go forward to summer', 'summer has come', 'now it is summer'],
];

/** Ways to let it snow through the night until morning. */
export const snowNightPhrases = [
	...['it snowed overnight', 'overnight it snowed'],
	...['let it snow through the night, then show the morning', 'a night of snow is over', 'the morning after it snowed all night'],
	...['after a night of snow', 'it snowed all night long', 'the morning after a night full of snow', 'it snowed all night'],
	...['after it snowed all night', 'the morning after a snowy night', 'it has snowed all night and now it is morning'],
	...['it snowed the whole night', 'in the morning after a night of snow', 'what does it look like after a night of snow'],
	...['all night long it snowed', 'let it snow until morning', 'a snowy morning after a long night'],
	...['show the morning after a night of snow', 'it snowed until morning', 'let it snow all night'],
	...['after a whole night of snow the sun is up', 'the next morning everything is covered in snow'],
];

/** Ways to let the weather become fine. */
export const clearUpPhrases = (weather: Weather): string[] => [
	...['let it dry up', 'the sky clears up', 'the bad weather ends', 'the clouds blow away', 'the sun comes out'],
	...['the weather gets better', 'wait until the weather is fine', 'wait until the sky is clear'],
	...['the bad weather is over', 'the wind blows the clouds away', 'let the weather get better', 'i want better weather'],
	...['better weather please', 'let the sun come out', 'no more bad weather', 'i wish the weather were better'],
	...['the weather is too bad', 'could the weather be better', 'the clouds are gone', 'good weather is back'],
	...['blow the clouds away', 'the sky should clear up', 'the weather clears up', 'what if the weather were fine'],
	...['end the bad weather', 'now the sun is out', 'now there is sun', 'the sun is back', 'here comes the sun'],
	...(weather === 'rain' ? ['stop the rain', 'after the rain', 'no more rain', 'when the rain is over', 'make it stop raining'] : []),
	...(weather === 'rain' ? ['the rain is over', 'rain is over', 'the rain is gone', 'the rain has passed', 'the rain ends'] : []),
	...(weather === 'snow'
		? ['the snow is gone', 'all the snow melts away', 'the snow is over', 'the snow has passed', 'the sun melts the snow']
		: []),
	...(weather === 'rain' ? ['it is too wet', 'it should not rain', 'let the rain end', 'without the rain'] : []),
	...(weather === 'snow'
		? ['the snow melts', 'let the snow melt', 'no more snow', 'stop the snow', 'it should stop snowing', 'it gets warm']
		: []),
	...(weather === 'snow'
		? ['it is too cold', 'it should not snow', 'when the snow is gone', 'make it stop snowing', 'without the snow']
		: []),
	...(weather === 'cloudy'
		? ['no more clouds', 'remove the clouds', 'the clouds go away', 'it should not be cloudy', 'take the clouds away']
		: []),
	...(weather === 'cloudy' ? ['the sky is too grey', 'it is too cloudy', 'without the clouds', 'get rid of the clouds'] : []),
];

/** Ways to bring a storm. */
export const stormPhrases = [
	...['a storm blows', 'a storm begins', 'what happens in a storm', 'a storm with strong wind and rain'],
	...['a storm comes', 'let a storm pass through', 'a strong storm breaks out', 'what would a storm do'],
	...['a big storm hits', 'a storm is coming', 'what is left after a storm', 'bring a storm', 'let there be a storm'],
	...['make a storm', 'add a storm', 'there is a storm', 'a storm blows through', 'after a storm'],
	...['a storm with rain and wind', 'strong wind and rain come', 'let a big storm hit', 'i want a storm'],
	...['show what a storm does', 'could there be a storm'],
];

/** Ways to let all plants grow. */
export const growthPhrases = [
	...[
		'the gardener was here',
		'the gardener waters the plants',
		'the plants are thirsty',
		'spring makes the plants grow',
		'the plants grow tall',
	],
	...['let all the plants get bigger', 'make all plants bigger', 'the plants should get some water', 'the plants become big'],
	...['water the plants', 'give the plants water and wait', 'the plants get water and sun'],
	...['after weeks of good care for the plants', 'let the plants grow', 'water all the plants', 'the plants have grown'],
	...['all plants grow', 'give water to the plants', 'make the plants grow', 'the plants should grow'],
	...['let everything that grows get bigger', 'the plants get bigger', 'give the plants some water'],
	...['the plants need water', 'take good care of the plants', 'i want the plants to grow', 'could you water the plants'],
	...['the plants want water'],
];

/** The same where there is one plant. */
export const waterOnePhrases = (plant: string): string[] => [
	...[`water ${plant}`, `give ${plant} some water`, `${plant} needs water`, `${plant} is thirsty`, `take good care of ${plant}`],
	...[`the gardener waters ${plant}`, `let ${plant} get water and sun`, `${plant} gets water`, `water ${plant} and wait`],
];

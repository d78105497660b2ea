/**
Everyday things that people ask for and that the world does not have, so that a request for one can be answered before anything is drawn.
Words that the world reads as the name of something it draws (`other-words.ts`) are not among them.
*/
export const cannotDraw: readonly string[] = [
	// Animals
	'alligator bear bears camel camels caterpillar chicken chickens cow cows crab dinosaur dinosaurs dolphin donkey duck ducks elephant',
	'elephants fish fishes flamingo fox foxes gator giraffe goat hen hens horse horses lion lions monkey monkeys mouse mice nightingale',
	'penguin penguins pig pigs pony rat rats reptile shark sheep snake snakes spider squirrel swan tadpole tiger tigers whale wolf wolves worm',
	'zebra',
	// Beings of tales, and people
	'alien angel astronaut baby boy boys child children clown devil demon dragon dragons driver fairy fisherman gardener ghost ghosts giant girl',
	'girls king knight man men mermaid monster monsters people person pilot pirate prince princess queen robot robots sailor santa shepherd',
	'snowman soldier soldiers unicorn unicorns vampire witch wizard woman women zombie',
	// Things that drive, sail and fly
	'bicycle bike bikes bus buses ferry helicopter motorcycle scooter skateboard sledge submarine tractor train trains truck trucks van',
	'wagon',
	// Buildings and the land
	'airport bridge church farm fence hospital hotel lighthouse museum prison restaurant school skyscraper tower windmill barn',
	'island lake planet pond river volcano waterfall',
	// Food
	'banana bananas beer biscuits bread burger cake cakes carrot carrots cheese cherry chocolate coffee cookie egg eggs eggplant',
	'grape grapes ham lemon lemons meat milk pie pineapple pizza potato pumpkin pumpkins salad sandwich soup spaghetti strawberry tea tomato',
	'wine',
	// Things of the house, and what is played and worn
	'accordion basket bed bell bench book books bottle bottles bowl box boxes bucket buckets cage camera candle chair chairs clock clocks coat',
	'computer crown cup desk door doll dress drum flute fork fridge glass guitar gun guns hammer hat hats jacket kettle knife ladder lamp',
	'lamps laptop lantern mirror mug pants pencil phone piano pillow pot radio scarf shirt shoe shoes sofa spoon sword table',
	'telephone telescope television toaster treasure trumpet tv vase violin',
	// Plants that it has no drawing of
	'bush cactus',
].flatMap(line => line.split(' '));

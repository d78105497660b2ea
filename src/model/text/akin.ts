/** Everyday things, in groups: what is nearest to them in meaning among the things of a small world, nearest first, and their names. */
const groups: readonly (readonly [near: string, names: string])[] = [
	// Animals
	[
		'bird',
		'chicken hen rooster cockerel chick duck duckling goose geese swan cygnet penguin flamingo ostrich emu peacock stork heron pelican turkey raven',
	],
	[
		'bird',
		'vulture kingfisher woodpecker pheasant quail nightingale cuckoo condor toucan puffin albatross magpie jay partridge rook cockatoo macaw kiwi',
	],
	['bird butterfly', 'dragon dragons phoenix griffin pterodactyl wyvern pegasus fairy pixie angel'],
	['butterfly bee', 'dragonfly dragonflies firefly fireflies ladybug ladybird'],
	['bee', 'wasp hornet mosquito ant beetle bug insect spider scorpion cricket grasshopper cockroach locust mantis'],
	['cat', 'lion lioness tiger leopard panther cheetah jaguar lynx cougar puma ocelot bobcat cub'],
	['dog', 'wolf wolves fox foxes coyote jackal hyena husky dingo werewolf'],
	['dog rabbit', 'deer reindeer moose elk fawn lamb sheep goat kid calf pig piglet boar'],
	['dog', 'horse pony donkey mule zebra cow bull ox oxen buffalo bison camel llama alpaca giraffe bear panda koala unicorn foal stallion'],
	[
		'rabbit',
		'hamster gerbil mouse mice rat squirrel chipmunk hedgehog kangaroo mole badger beaver otter raccoon skunk ferret weasel wombat porcupine',
	],
	['cat dog', 'monkey ape gorilla chimp chimpanzee orangutan sloth lemur baboon animal-like'],
	[
		'turtle',
		'crocodile alligator gator lizard dinosaur t-rex crab lobster hippo hippopotamus rhino rhinoceros elephant mammoth armadillo iguana',
	],
	[
		'turtle frog',
		'fish fishes goldfish salmon trout shark whale dolphin seal walrus octopus squid jellyfish starfish seahorse shrimp eel orca',
	],
	['frog', 'newt salamander tadpole gecko chameleon reptile'],
	['snail', 'slug worm earthworm snake serpent cobra caterpillar centipede maggot leech shell'],
	['bird', 'bat bats'],
	// Things that fly, and what is in the sky
	['plane', 'helicopter chopper glider drone biplane'],
	['rocket', 'ufo satellite missile astronaut alien robot spacesuit cyborg android'],
	['star', 'planet comet meteor asteroid galaxy constellation sparkle sparkles'],
	['balloon', 'blimp zeppelin airship parachute bubble bubbles'],
	['kite', 'flag banner ribbon streamer bunting pennant'],
	// Things that drive and swim
	[
		'car',
		'truck lorry bus van tractor train tram motorbike motorcycle bicycle bike tricycle scooter jeep limousine ambulance minivan pickup',
	],
	[
		'car',
		'carriage cart wagon sledge sleigh sled digger bulldozer excavator tank skateboard forklift wheelbarrow pram buggy trolley caravan',
	],
	['car', 'locomotive subway chevy ferrari tesla ford mercedes bmw firetruck'],
	['boat', 'submarine ferry raft kayak gondola surfboard steamer galleon barge warship jetski anchor'],
	// Buildings and the land
	[
		'house',
		'barn school church chapel hotel hospital shop store restaurant cafe bakery garage apartment flat skyscraper igloo treehouse mill windmill',
	],
	['house', 'museum station prison jail library cinema theatre theater factory office airport stable kennel birdhouse nest hive beehive'],
	['castle', 'tower lighthouse cathedral temple mosque pyramid monastery ruin ruins statue monument bridge stadium wall fence gate throne'],
	['tent', 'yurt circus hammock campfire bonfire marquee caravan'],
	['tree', 'bush shrub hedge log fern bamboo vine stump ivy branch leaf leaves'],
	['tree flower', 'cactus cacti bonsai'],
	['flower', 'bouquet clover petal petals vase garland wreath'],
	['mushroom', 'vegetable carrot broccoli cabbage potato pumpkin onion truffle'],
	[
		'ball',
		'globe marble frisbee egg apple lemon melon watermelon tomato peach plum grape grapes cherry pear coconut snowman pearl bead coin',
	],
	['umbrella', 'hat cap bonnet helmet canopy awning raincoat'],
];

/** Everyday things that nothing of a small world is near to. */
const alone: readonly string[] = [
	// People and beings of tales
	'astronaut baby babies boy boys brother chef child children clown cowboy demon devil dancer doctor driver elf elves farmer fisherman gardener',
	'ghost ghosts giant girl girls gnome goblin grandma grandpa granny grandmother grandfather human humans king knight ladies lady man men mermaid',
	'monster monsters mummy ninja nurse ogre painter people person pilot pirate policeman prince princess queen sailor santa scarecrow shepherd',
	'skeleton soldier teacher thief troll vampire villain viking wizard witch witches woman women yeti zombie bride groom bishop priest crowd couple',
	'superhero spiderman batman pikachu spongebob genie gandalf elsa minion',
	// Food and drink
	'banana bananas bacon beer biscuit bread breakfast burger butter cake cakes candy cereal cheese chips chocolate cocktail coffee cookie cookies',
	'croissant cupcake dessert donut doughnut dinner fries ham hamburger honey ice-cream icecream jam ketchup lollipop meat milk muffin noodles',
	'pancake pasta pie pineapple pizza popcorn pretzel pudding rice salad sandwich sausage scone soup spaghetti steak strawberry strawberries sushi',
	'taco tea teapot toast waffle wine yogurt beans popsicle sundae milkshake',
	// Things of the house
	'alarm armchair basket bath bathtub bed bedroom bench blanket blinds book books bookshelf bottle bottles bowl box boxes broom brush bucket bulb',
	'cage calendar candle candles carpet chair chairs chandelier clock clocks coffin cradle crib cup cupboard curtain cushion desk dish door doors',
	'drawer dustbin fireplace fork freezer fridge furniture jar jug kettle kitchen knife ladder lamp lamps lamppost lantern letterbox mailbox mat',
	'mattress microwave mug needle oven pan pillow plate postbox pot refrigerator rug scissors shelf shower sink sofa spoon stair staircase stairs stool',
	'stove table teacup teaspoon throne toilet toothbrush towel treasure wardrobe window windows',
	// Machines and media
	'camera computer cellphone headphones keyboard laptop microphone microscope monitor phone radio smartphone speaker tablet telephone telescope',
	'television toaster tv typewriter vacuum printer engine battery magnet binoculars screen playstation xbox',
	// Music, play and clothes
	'accordion banjo bagpipes cello drum drums flute guitar harp piano saxophone trombone trumpet tuba ukulele violin xylophone harmonica',
	'bow-tie boots bracelet cape cloak coat crown dress earrings glasses glove gloves gown jacket jeans jewel jewels jewellery jumper mask moustache',
	'necklace pants pyjamas sandals scarf shirt shoe shoes skirt slippers socks sunglasses sweater tie tiara trousers tutu uniform veil wig beard',
	'chessboard dice dolls doll domino dollhouse jigsaw lego puppet puzzle racket slide swing teddy toy-box trampoline trophy yo-yo sandpit playground',
	// Tools, signs and what else there is
	'ax axe anvil bomb bone bones bullet cannon chain compass crayon crystal dagger diamond envelope feather flame fountain gift gun guns hammer',
	'hook hose key keys letter map medal money nail newspaper paintbrush paper parcel pen pencil present pistol pitchfork pump rifle ring rope ruler',
	'saw scale screwdriver shield shovel skull spade spear sword torch tool tools wand well wheel wrench suitcase bag backpack handbag purse wallet',
	'postcard stamp ticket whistle bell bells arrow heart hearts rainbow lightning firework fireworks smoke fire lava icicle iceberg',
	// Places and waters that a small world may not have
	'aquarium bathroom cave cemetery classroom farmyard harbour harbor hell heaven island jungle-gym lake lagoon moonbase ocean-floor office pond pool',
	'river road-sign space spacestation stage stream swamp tunnel underwater volcano waterfall zoo canyon planetarium supermarket graveyard basement',
	'attic antarctica japan paris london egypt mars jupiter saturn venus galaxy universe',
	// Parts of things
	'arm arms beak belly chimney claws ear ears eye eyes eyelashes eyebrows face feathers feet finger fingers foot fur hair hand hands head horn horns',
	'leg legs mane mast mouth nose paw paws roof sail scales smile tail teeth tentacles tongue tooth trunk wheels whiskers wing wings windscreen',
	'propeller porch balcony doorbell drawbridge spots stripes polka-dots freckles',
].flatMap(line => line.split(' '));

const nearOf = new Map(groups.flatMap(([near, names]) => names.split(' ').map(name => [name, near.split(' ')] as const)));
const known: ReadonlySet<string> = new Set([...nearOf.keys(), ...alone]);

/** Words for a thing that are also words for something else that people say: only an article before them makes them one. */
const doubtful = new Set(
	[
		'arm arms back bank bat bats bear bow branch brush bug butter cap chain chips coat couple cub dish drawer drum duck ear ears engine eye eyes',
		'face feet fire flat foot ford hand hands hat head heart hearts heaven hell hide hook horn horn human humans jam kid key keys lady ladies leaf leaves leg',
		'legs letter log man map mat men mill mole mouth nail needle nose office ox pan paper paw people person pen pitch plate present pump ring road-sign',
		'roof rook rope ruin ruins ruler sail saw scale scales scarf screen seal shell ship shop shower sink slide smile smoke space spots stage stamp station',
		'store stream stripes swing table tail tank tear tie tongue tool tools torch train trunk vine wall watch wave well wheel wheels window windows wing',
		'wings woman women space fur hair child children baby boy boys girl girls brother doctor driver nurse teacher tea coffee dinner breakfast lunch kitchen',
		'school shell crown gate bone fence bubble shop chick turkey pool bridge wine beer milk honey bread jay kiwi bull calf cup door doors pot pie fly cricket',
		'page frame light gift flag cart ham book books box clock lamp lamps candle alarm bed bedroom bath library church hospital hotel class bucket buckets computer phone giant ticket finger well',
	].flatMap(line => line.split(' ')),
);

/** Everyday name of a thing that a word is, in its singular or its plural; undefined for other words. */
function everydayName(word: string): string | undefined {
	if (known.has(word)) return word;
	return [word.replace(/ies$/, 'y'), word.replace(/ves$/, 'f'), word.replace(/(?<=[sxzh])es$/, ''), word.replace(/s$/, '')].find(
		one => one !== word && known.has(one),
	);
}

const nearNames = new Set(
	[
		...groups.flatMap(([near]) => near.split(' ')),
		'kitten',
		'kitty',
		'puppy',
		'hound',
		'bunny',
		'hare',
		'tortoise',
		'toad',
		'cottage',
		'palace',
		'fortress',
	].concat('airplane jet spaceship moth bumblebee songbird blossom daisy toadstool automobile ship sailboat parasol home hut'.split(' ')),
);

/** Whether a word is a usual name of a thing that others are near to. */
export const isNear = (word: string): boolean => nearNames.has(word);

/** Whether a word is the name of an everyday thing: it is no slip of the keyboard for another word. */
export const isEveryday = (word: string): boolean => everydayName(word) !== undefined;

/** Whether an everyday name is one only where an article stands before it. */
export const isDoubtful = (word: string): boolean => doubtful.has(word) || doubtful.has(everydayName(word) ?? '');

/** Everyday things that an everyday word is near to in meaning, nearest first; none for others. */
export const akinTo = (word: string): readonly string[] => nearOf.get(everydayName(word) ?? '') ?? [];

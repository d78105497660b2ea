/** Openings of a generation; many have none. */
export const openings: readonly string[] = [
	...Array.from({length: 12}, () => ''),
	...[
		'draw',
		'draw me',
		'paint',
		'paint me',
		'show',
		'show me',
		'make',
		'give me',
		'imagine',
		'there is',
		'here is',
		'just',
		'only',
		'add',
	],
	...['i want', 'i want to see', 'i would like', 'i would like to see', 'i need', 'i wish for', 'we want', 'we would like', 'let me see'],
	...[
		'i want a picture of',
		'i would like a picture of',
		'i need a picture of',
		'i want you to draw',
		'i wish there were',
		'i want you to paint',
	],
	...['please draw', 'please draw me', 'please paint', 'please show me', 'please make a picture of', 'please show', 'now draw', 'ok, draw'],
	...[
		'a picture of',
		'a picture with',
		'picture of',
		'a picture that shows',
		'the picture shows',
		'a scene with',
		'a scene:',
		'picture:',
		'scene:',
	],
	...[
		'make a picture of',
		'make me a picture with',
		'make me a picture of',
		'draw a picture of',
		'draw me a picture of',
		'draw a picture with',
	],
	...['paint a picture of', 'show a picture of', 'draw a scene with', 'show me a picture of', 'give me a picture with', 'let there be'],
	...[
		'can you draw',
		'can you draw me',
		'can you paint',
		'can you show me',
		'can you make a picture of',
		'can i have',
		'can i see',
		'can we have',
	],
	...[
		'could you draw',
		'could you paint',
		'could you please draw',
		'could you make a picture of',
		'could i have',
		'could we have',
		'could i see',
	],
	...[
		'would you draw',
		'would you please paint',
		'how about',
		'what about',
		'in the picture there is',
		'in this picture there is',
		'i think of',
	],
	...[
		'my wish:',
		'there should be',
		'it should show',
		'the picture should show',
		'the picture should have',
		'hello, please draw',
		'imagine there is',
	],
	...['i am thinking of', 'i see', 'we see', 'you see', 'look at', 'there we have', 'think of', 'hello, can you draw', 'a view of'],
];

/** Between a setting that comes first and the things: "at the beach there is a dog". */
export const presences: readonly string[] = [
	'there is',
	'there is',
	'i see',
	'we see',
	'you see',
	'is',
	'draw',
	'there should be',
	'i want',
	'show',
];

/** Said at the end of a generation; they change nothing. */
export const closings: readonly string[] = [
	...[
		', nothing else',
		' and nothing else',
		', and that is all',
		', that is all',
		'. nothing else',
		'. that is all',
		', no more',
		', only that',
	],
	...[' in the picture', ' in one picture', ', just that', ' and no more', ', nothing more'],
];

/** How any instruction may end. */
export const endings = [
	...['', '', '', '', '', '', '', '.', '.', '.', '.', '!', '!', '?'],
	...[', please', ' please', ', thanks', ', thank you'],
];

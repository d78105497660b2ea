/** Each sentence about each group of words. */
export const fill = (sentences: readonly string[], phrases: readonly string[]) =>
	sentences.flatMap(sentence => phrases.map(phrase => sentence.replace('*', phrase)));

/** Ways to take away what stands for `*`. */
export const removing = [
	...['remove *', 'take away *', 'delete *', 'get rid of *', 'erase *', 'take out *', 'i do not want *', '* should go'],
	...['no more *', 'i do not want to see *', 'clear away *', 'let * go away', 'make * go away', '* should not be there'],
	...['* must go', 'send * away', 'the same without *', 'show it without *', 'i wish * were gone', 'leave out *', 'drop *'],
	...['do not show *', 'could you take * away', 'what would it look like without *', 'there should not be *'],
	...['i want * gone', '* can go', 'keep everything but *'],
];

/** Ways to keep nothing but what stands for `*`. */
export const keeping = [
	...['keep only *', 'remove all but *', 'leave only *', 'only * should stay', 'remove everything but *', 'only keep *'],
	...['only * stays', 'take away everything but *', 'i only want *', 'i only want to see *', 'show only *', 'just keep *'],
	...['keep * and nothing else', 'leave * and remove the rest', 'keep * and remove the rest', 'i want only *'],
	...['delete everything but *', 'only * can stay', 'get rid of everything but *', 'nothing but * should stay'],
	...['let only * stay', '* may stay, the rest should go', 'erase all but *', 'everything but * should go', 'just leave *'],
	...[
		'keep * and erase everything else',
		'nothing stays but *',
		'everything goes but *',
		'* stays, nothing else',
		'only leave *',
		'just show *',
	],
];

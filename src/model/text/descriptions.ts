/**
Everyday things that cannot be drawn, and by which people tell those that can: who needs, eats or makes a thing, and its parts. A model that learns
descriptions is shown these; by others ("what a dragon needs") it cannot tell what is meant.
*/
const tellers = new Set(
	[
		'child children people king kings queen queens princess princesses pilot astronaut driver sailor captain fisherman shepherd camper gardener family',
		'caterpillar tadpole reptile mice bones milk honey carrots eggs nest pond vase space head toy camping',
		'door doors roof leaf leaves trunk trunks petal petals feather feathers wing wings shell ear ears leg legs wheel wheels engine engines cap sail sails',
	].flatMap(line => line.split(' ')),
);

/** Words that begin a description: "what a (queen) needs", "something with (petals)", "the animal that catches (mice)". */
const opening =
	/\b(?:who|whoever|whatever|where|what(?! about| if)|(?:some|any)(?:thing|one|body|where)|(?:an?|the|that|this) (?:\p{L}+ )?(?:animals?|creature|thing|toy|plant|place|spot|vehicle|one)(?= (?:\p{L}+ )?(?:that|which|who|where|to|for|in|when|with)\b))(?: [^.,;!?]*)? $/u;
/** Words in it behind which a thing is asked for itself: "something like a queen". */
const likeness = /\b(?:like|such as|called|named|resembl\p{L}+|about|holding|wearing|riding|eating)\b/u;
/** Words of a question that end a description before it says anything: "what is a queen", "what a queen looks like". */
const asking = /\bwhat(?:'s| is| are)\b/u;
const looking = /^\s+looks?\b/u;

/** Words for what a thing is to a person: "the home of a (queen)", "the maker of (honey)". */
const belonging = /\b(?:home|house|maker|producer|friend|companion|hunter|enemy|owner) of (?:an? |the |all |every )?$/u;
/** Words before a thing that only lends its colour: "the colour of a fire (engine)". */
const lending = /\b(?:colou?r|shade|that) of (?:(?:an?|the) (?:\p{L}+ )?)?$/u;
/** Words behind someone who left traces, "the (gardener) was here", or behind what a thing was: "a (caterpillar) when it is grown". */
const happening = /^ (?:when (?:it|he|she) (?:is|has) grown|(?:was|were|has been|came) (?:here|by|around))\b/u;

/** Words before a kind that a thing of the picture may be of: "the (insect)". */
const definite = /\b(?:the|that|this) (?:\p{L}+ )?$/u;

/**
Whether an everyday thing that cannot be drawn stands in an instruction only to tell another one by, as in a riddle: "what was once a caterpillar".
@param word - In lower case, as are the others
@param before - The text before the word, at most some 60 characters
@param after - The text behind it, likewise
*/
export function isDescription(word: string, before: string, after: string): boolean {
	if (word === 'mirror') return isMirroring(before, after);
	if (word === 'shower') return /\bin (?:a|the) $/u.test(before);
	// The turtle is the one reptile of the world.
	if (word === 'reptile' || (/^(?:insect|amphibian)$/u.test(word) && definite.test(before))) return true;
	if (lending.test(before)) return true;
	if (!tellers.has(word)) return false;
	if (belonging.test(before) || happening.test(after)) return true;
	const opened = opening.exec(before)?.[0];
	return opened !== undefined && !likeness.test(opened) && !asking.test(opened) && !looking.test(after);
}

/** "mirror the picture", "as seen in a mirror", "a mirror image": the whole picture turns round, and no mirror is asked for. */
const isMirroring = (before: string, after: string): boolean =>
	/\bin (?:an? |the )?$/u.test(before) ||
	/^\s+(?:the|it|this|that|everything|all|image|picture|version|left|what|scene|whole|my)\b/u.test(after);

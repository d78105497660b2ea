/** Words that begin a description by what something does or is for: "what a queen needs", "something that flies on a string". */
const openers =
	/\b(?:who|whoever|whatever|where|what(?! about| if| an? \p{L}+$)|(?:some|any)(?:thing|one|body|where)|(?:an?|the|that|this) (?:\p{L}+ )?(?:animals?|creature|thing|toy|plant|place|spot|vehicle|one)(?= (?:that|which|who|where|to|for|in|when)\b)) [^.,;!?]*$/u;
/** Words before a thing that does something, or that something is done with: "(what a) queen (needs)". */
const whose = /\bwhat (?:an? |the )?(?:\p{L}+ and (?:an? )?)?$/u;
/** Words that follow a thing which does nothing, and those that make a description a likeness: "what a dragon looks like", "something like a dragon". */
const idle =
	/^(?:|and|or|in|on|at|with|under|over|above|below|beside|next|near|by|to|for|of|from|is|are|was|looks?|does|do|would|should|could|as)$/u;
const likeness = /\b(?:like|such as|called|named|else|resembl\p{L}+|about|shaped?|says?|saying|holding|wearing|riding|eating)\b/u;

/** Parts by which a thing is told, and not asked for: "something with a door and a roof". */
const parts = new Set(
	'door doors roof leaf leaves trunk trunks petal petals feather feathers wing wings shell ear ears leg legs wheel wheels engine engines cap handle string sail sails tail tails walls whiskers paws beak sting'.split(
		' ',
	),
);
const bearer =
	/\b(?:(?:some|any)(?:thing|one|body)|animals?|creature|thing|plant|toy|vehicle|place|one)(?: tall| big| small)?(?: to climb)? with [^.,;!?]*$/u;

/** Words for what a thing is to a person: "the home of a (queen)", "the maker of (honey)", "the colour of a (flamingo)". */
const belonging =
	/\b(?:home|house|maker|producer|friend|companion|hunter|enemy|owner|colou?r|shade|size|that) of (?:(?:an?|the|all|every) (?:\p{L}+ )?)?$/u;

/** Kinds of things of a small world: that of the turtle, and those by which one that is there may be meant: "the insect". */
const kind = /^(?:insect|amphibian)$/u;
const definite = /\b(?:the|that|this) (?:\p{L}+ )?$/u;

/**
Whether an everyday thing that cannot be drawn stands in an instruction only to tell another one by, as in a riddle: "what was once a caterpillar".
@param before - The text before the word, in lower case
@param after - The text behind it
*/
export function isDescription(word: string, before: string, after: string): boolean {
	const next = /^\s+(\p{L}+)/u.exec(after)?.[1] ?? '';
	if (word === 'reptile' || (kind.test(word) && definite.test(before))) return true;
	if (word === 'mirror') return isMirroring(before, next);
	if (word === 'shower' && /\bin (?:a|the) $/u.test(before)) return true;
	if (belonging.test(before) || /^ (?:when (?:it|he|she) (?:is|has) grown|(?:was|were|has been|came) (?:here|by|around))\b/u.test(after))
		return true;
	if (parts.has(word) && bearer.test(before)) return true;
	if (whose.test(before)) return !idle.test(next);
	const opened = openers.exec(before)?.[0];
	return opened !== undefined && !likeness.test(opened) && !/\bwith\b/u.test(opened);
}

/** "mirror the picture", "as seen in a mirror", "a mirror image": the whole picture turns round, and no mirror is asked for. */
const isMirroring = (before: string, next: string): boolean =>
	/\bin (?:an? |the )?$/u.test(before) ||
	/^(?:the|it|this|that|everything|all|image|picture|version|left|what|scene|whole|my)$/u.test(next);

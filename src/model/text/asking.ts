/** Words with which something in a picture is asked for without naming a thing: colours, sizes, where, places, times, weathers, changes, groups. */
const asking = new Set(
	[
		'red orange yellow green blue purple pink white scarlet crimson golden emerald azure violet lilac rosy colour color colours colors coloured paint',
		'painted black brown grey gray silver small large big little tiny mini huge giant smaller larger bigger tinier biggest smallest size sized sizes grow grows',
		'shrink shrinks enlarge enlarged bright brighter dark darker light lighter left right top bottom middle center centre corner up down above below under',
		'beside between near nearer closer over higher lower far apart edge side row cell place places move moves moved swap swaps switch trade trades exchange',
		'shift raise lift position flip order meadow field fields grass countryside beach sea seaside shore sand forest woods wood trees desert dunes mountain',
		'mountains alps peaks highlands town city village street downtown background backdrop scene scenery setting outside outdoors day night sunset evening',
		'morning noon midnight dusk dawn twilight afternoon daytime nighttime daylight midday moon sun sunny sunshine sky stars moonlight hour hours later earlier',
		'weather clear cloud clouds cloudy rain rains rainy raining snow snows snowy snowing storm stormy wet dry winter summer overcast fog umbrella-weather wind',
		'windy shower showers drops flakes puddles add remove delete erase drop lose rm bin ditch get rid replace replaced instead substitute change changes',
		'changed alter turn turns become becomes make made put set without clear empty clean wipe away gone vanish disappear everything everyone all animal animals',
		'creature creatures plant plants vehicle vehicles thing things object objects item items both each whatever anything flying fly flies wings living alive',
		'nature man-made built people-made heavy keep keeps stay stays rest leave leaves except only alone another one ones it them him her nothing same opposite',
		'mirror reverse reversed way round start begin draw drawn give gives take takes took bring let throw toss kick show want need wish like picture',
		'missing lacks lacking something someone somebody anybody christmas december january february summer season seasons spring autumn cold dinner lunch breakfast supper bedtime',
	].flatMap(line => line.split(' ')),
);

/** Whether a word asks for something, in lower case. */
export const asks = (word: string): boolean => asking.has(word);

/** Words for what surrounds the things, where they are, and for groups of them: an edit may ask for these without naming a thing. */
const around =
	/\b(?:meadow|field|grass|beach|sea|seaside|shore|sand|forest|woods|desert|dunes|mountains?|alps|peaks|town|city|village|street|day|night|sunset|evening|morning|noon|midnight|dusk|dawn|daytime|nighttime|moon|sun|sunny|sky|stars|dark|darker|hours?|later|weather|clear|clouds?|cloudy|rain|rains|rainy|raining|snow|snows|snowy|snowing|storm|wet|winter|christmas|december|january|february|summer|season|spring|autumn|everything|all|animals?|creatures?|plants?|vehicles?|things?|objects?|bigger|smaller|larger|left|right|top|bottom|corner|middle)\b/;

/** Words for a place, a time or a weather of a picture. */
const scenery =
	/\b(?:meadow|fields?|beach|sea|seaside|shore|forest|woods|desert|dunes|mountains?|town|city|village|day|night|sunset|evening|morning|noon|midnight|dusk|dawn|daytime|nighttime|hours? later|weather|cloudy|rain\w*|snow\w*|winter|christmas|december|january|february|summer|season|spring|autumn|storm\w*|sunny|dark|darker)\b/;

/** Whether an instruction asks for a place, a time or a weather. */
export const asksForScenery = (instruction: string): boolean => scenery.test(instruction.toLowerCase());

/** Whether an instruction asks for a place, a time, a weather or a group of things; colours and sizes belong to what they stand before. */
export const asksAround = (instruction: string): boolean => around.test(instruction.toLowerCase());

const openings =
	/^(?:(?:hi|hey|hello|so|and|ok|okay|um|uh|well|please|sorry|excuse me)[ ,]+)*(?:what(?:'s| is| are| was| do| does| did| can| colou?r)|who(?:'s| is| are| made| drew)|how (?:many|much|old|big|do|does|did|are|is)|when (?:is|was|did)|where(?:'s| is| are| did)|which|is (?:this|that|there|it|the)|are (?:there|these|they|you|the)|do (?:you|they|we)|does (?:it|this|the)|did (?:you|it)|have you|has (?:it|the)|why)\b/i;
/** Words with which a question asks for a change after all. */
const requests =
	/\b(?:make|add|remove|put|get (?:the|it|a|rid)|draw|paint|turn|change|move|give|take|show|let|possible|able|way to|chance|could|would|should|can|may|might|want|need|if|instead|without|about|not|n't)\b/i;
/** Another time or weather, behind "what does it look like", "how is it", "what comes" or "what happens": a question for a picture of it. */
const circumstances =
	/\b(?:(?:looks?|be|is it|is this) like|looks?|happens?|comes|follows) (?:at|in|under|with|after|before|during|by|on|when|once|while|as|the (?:next|other|following)|tomorrow|later|(?:an?|one|two|three|some|a few|\d+) \w+ (?:later|on|from now|after))\b/i;

/** Whether an instruction is a question about the picture or its maker, and asks for no change. */
export const isQuestion = (instruction: string): boolean =>
	/\?\s*\p{Emoji_Presentation}*\s*$/u.test(instruction) &&
	openings.test(instruction.trim()) &&
	!requests.test(instruction.replace(openings, '')) &&
	!(asksForScenery(instruction) && circumstances.test(instruction));

/** Words for a thing by what it does, behind words that ask for one: "could there be something that floats", "i am missing the maker of honey". */
const described =
	/\b(?:(?:some|any)(?:thing|body) (?:that|which|with|to|for|who|in|on)\b|someone who|(?:be|were|want|need|about|missing:?|add|include|is|have|too:?) (?:what|who|where) \p{L}|(?:maker|home|friend) of |\p{L}+ (?:was|were|has been|came) (?:here|by)\b)/iu;
/** A time told by what goes on at it: "when the children are in bed". */
const meanwhile = /^(?:as soon as|when|while|once) (?:\p{L}+ ){2}/iu;

/** Whether an instruction asks for something by words around it, and names neither a thing nor a change. */
export const asksRoundabout = (instruction: string): boolean => described.test(instruction) || meanwhile.test(instruction.trim());

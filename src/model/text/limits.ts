/** A kind of wish that no model of one small world fulfils: what it looks like in lower case, and what is to be said of it. */
type Limit = {readonly pattern: RegExp; readonly sentence: (word: string) => string};

const quoted = (word: string): string => `"${word}"`;

/** Subject that is left out: sentences follow the name of a model, as in "storybook writes nothing". */
const limits: readonly Limit[] = [
	{
		pattern: new RegExp(
			[
				'\\b(?:photo[ -]?realistic(?:ally)?|hyper[ -]?realistic|realistic(?:ally)?|realism|photographic|water ?colou?rs?|oil[ -]paint(?:ing|s)?|oils|pixel[ -]art|pixelated',
				'cartoon(?:ish|y)?|comic(?: book)?|anime|manga|3d|claymation|cubis(?:t|m)|impressionis(?:t|m|tic)|surreal(?:ist|ism|istic)?|expressionis(?:t|m)',
				'van gogh|picasso|monet|dali|banksy|pixar|disney|ghibli|art deco|pop art|bauhaus|baroque|steampunk|cyberpunk|noir|sepia|monochrome|greyscale|grayscale',
				'black[ -]and[ -]white|black & white|b&w|hdr|vintage|retro|(?:pencil|charcoal|line|crayon|pastel) (?:drawing|sketch)|(?:as|like|into) an? (?:sketch|doodle|drawing|poster|postcard|stamp|sticker|icon|logo)|[48]k|uhd|stained glass|mosaic|abstract|low[ -]poly|woodcut|engraving|origami|embroider(?:y|ed)|knitted|lego style|minimalis(?:t|m|tic))\\b',
				'\\b(?:in the|in a|as a|like a|into a) (?:style|manner) of\\b|\\b(?:real|actual) (?:photo|photograph)\\b|\\blook like a (?:photo|photograph|painting|film|movie)\\b|\\binto a (?:photo|photograph|painting|cartoon|comic)\\b',
			].join('|'),
			'u',
		),
		sentence: word => `draws in one style: ${quoted(word)} changes nothing`,
	},
	{
		pattern:
			/\b(?:remove|delete|erase|cut out|take away|get rid of|lose|no) (?:the |all the )?(?:background|backdrop|scenery|ground|sky)\b/u,
		sentence: word => `always draws a place around its things: ${quoted(word)} changes nothing`,
	},
	{
		pattern:
			/\b(?:zoom(?:ed)?(?: in| out)?|crop(?:ped)?|rotat(?:e|ed|ing)|blur(?:red|ry)?|sharpen(?:ed)?|higher resolution|high resolution|hi-?res|resolution|upscal(?:e|ed)|brightness|contrast|saturation|saturated|desaturate[d]?|exposure|depth of field|bokeh|vignette|lens flare|wide[ -]angle|fish-?eye|bird's[ -]eye|close[- ]?up\b|camera angle|side view|from behind|(?:seen|viewed|shown|shot|drawn) from (?:above|below|the side)|top[ -]down|upside[ -]down|aspect ratio|widescreen|portrait mode|landscape format|transparent background|background transparent|(?:picture|photo|image|gold|golden|wooden|white|black) frame around|(?:add|with|put) an? (?:border|frame)|collage|split screen|before and after|\d{3,4} ?x ?\d{3,4}|(?:lens|snapchat|instagram|photo) filter)\b/u,
		sentence: word => `looks at its world in one way: ${quoted(word)} changes nothing`,
	},
	{
		pattern:
			/\b(?:animat(?:e|ed|ion)|(?:make|let|have|hear|want|(?<!\bi )(?:can|could)|get) [^.!?]{0,40}(?<!\bthat (?:says )?)\b(?:sing|bark|meow|moo|roar|tweet|chirp|whistle|speak|talk)|say (?:meow|woof|hello|hi|moo)|gifs?|videos?|vids?|movies?|slow[ -]motion|time-?lapse|sound(?:s|track)?|music(?: play(?:s|ing)?)?|audio|out loud|plays? (?:a song|music)|e-?mail|upload|print it|post it|tweet it|share it|send it)\b/u,
		sentence: word => `makes still pictures, and nothing else: ${quoted(word)} changes nothing`,
	},
	{
		pattern:
			/\b(?:make|let|have|get|want|show|turn|give|put|add|can|could) [^.,;!?]{0,40}?\b(danc(?:e|ing)|jump(?:ing)?|smil(?:e|ing)|laugh(?:ing)?|cry(?:ing)?|wav(?:e|ing)|wink(?:ing)?|blink(?:ing)?|frown(?:ing)?|hug(?:ging)?|kiss(?:ing)?|fight(?:ing)?|cook(?:ing)?|ski(?:ing)?|surf(?:ing)?|skat(?:e|ing)|juggl(?:e|ing)|yawn(?:ing)?|clap(?:ping)?|bow(?:ing)?|read(?:ing)? a|drink(?:ing)?|stand(?:ing)? on (?:its|one|his|her)|hold(?:ing)? (?:a|an|hands)|wear(?:ing)?|look(?:ing)? (?:at me|left|right|up|down|back|happy|sad|angry)|happy|happier|sad|sadder|angry|fatter|thinner|slimmer|hairy|furry|fluffy|older|younger|broken|burning|on fire|explode|melt)\b/u,
		sentence: word => `draws each thing in one way: ${quoted(word)} changes nothing`,
	},
	{
		pattern:
			/\b(?:make|do) (?:it|this|the (?:picture|image|scene)) (?:look |a bit |a little |much )*(?:more )?(nicer|better|prettier|pretty|beautiful|cool|cooler|awesome|interesting|professional|cute|cuter|fancy|fancier|funny|funnier|scary|scarier|perfect|4k|8k|hd|pop)\b/u,
		sentence: word => `changes what is named, and ${quoted(word)} names nothing that it could change`,
	},
	{
		pattern:
			/(?<!\b(?:as|like|hang|hung|(?:that|which|what|who) (?:flies|goes|takes you|brings you)|something to fly) )\b(?:in|into|to|on|onto)(?: the| my| a)? (?:outer space|space|moon|mars|jupiter|north pole|south pole|arctic|antarctica|kitchen|bathroom|bedroom|living room|classroom|office|cave|ocean floor|airport|stadium|gym|museum|dungeon|zoo|swimming pool|jail|prison)\b(?! light)/u,
		sentence: word => `has no such place as ${quoted(word)}`,
	},
	{
		pattern:
			/\b(striped|stripy|spotted|spotty|dotted|polka[ -]dot(?:ted)?|checkered|chequered|plaid|tartan|patterned|floral|rainbow|multi-?colou?red|two-?tone|metallic|transparent|see-through|translucent|invisible|glittery|glitter|sparkly|made of \p{L}+|leather|marble|plaid|camouflage|leopard print|zebra print|glow(?:ing)? in the dark|half \p{L}+(?:,)? half)\b/u,
		sentence: word => `paints a thing in one plain colour: ${quoted(word)} changes nothing`,
	},
];

/** Sentences about what an instruction asks for beyond all such models, but for letters, each to follow the name of the model. */
export function limitsIn(instruction: string): readonly string[] {
	const text = instruction.normalize('NFKC').toLowerCase();
	return limits.flatMap(({pattern, sentence}) => {
		const found = pattern.exec(text);
		return found ? [sentence((found.slice(1).find(part => part !== undefined) ?? found[0]).trim())] : [];
	});
}

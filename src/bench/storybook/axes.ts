/** The six axes, each 0-100. docs/quality.md defines them. */
export const axes = ['textQuality', 'textAlignment', 'imageQuality', 'imageAlignment', 'imageConsistency', 'outputAlignment'] as const;
export type Axis = (typeof axes)[number];

/** Scores of one item; `imageConsistency` is there for edits only. */
export type Scores = Readonly<Record<Exclude<Axis, 'imageConsistency'>, number>> & {readonly imageConsistency?: number};

/** Yes-or-no marks of an item. */
export const rates = ['textParses', 'textSatisfies', 'imageSatisfies', 'bothSatisfy', 'textImageAgree'] as const;
export type Rate = (typeof rates)[number];

/** Names for people. */
export const titles: Readonly<Record<Axis | Rate, string>> = {
	textQuality: 'text quality',
	textAlignment: 'text alignment',
	imageQuality: 'image quality',
	imageAlignment: 'image alignment',
	imageConsistency: 'image consistency',
	outputAlignment: 'output alignment',
	textParses: 'text parses',
	textSatisfies: 'text satisfies',
	imageSatisfies: 'image satisfies',
	bothSatisfy: 'text and image satisfy',
	textImageAgree: 'text and image agree',
};

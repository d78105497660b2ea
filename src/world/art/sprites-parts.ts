import type {Colour} from '../scene/scene.ts';

/** Tools that a sprite is painted with. Lengths are in the sprite's own 48-unit square. */
export type Ink = {
	/** The colour of the body, its shaded side and its lit side. */
	readonly main: string;
	readonly dark: string;
	readonly light: string;
	/** A pale trim that can be told from the body, also from a white one. */
	readonly trim: string;
	/** Width of the outline, and a factor for dots such as eyes: small sprites need both larger. */
	readonly line: number;
	readonly dot: number;
	/** Small sprites leave out what would only blur. */
	readonly isSmall: boolean;
};
/** Draws one noun as SVG elements inside the square 0..48. */
export type Painter = (ink: Ink) => string;

/** The one outline colour: every sprite reads on every background through it. */
export const outline = '#1b2140';
/** Colours that do not follow the object's own colour. */
export const accents = {
	cream: '#fff6e0',
	glass: '#bfe6f7',
	gold: '#ffc93c',
	amber: '#f49b1f',
	brown: '#8a5a3c',
	bark: '#6e4630',
	blush: '#f9748f',
	steel: '#a9b4c8',
	skin: '#b9c96a',
	skinDark: '#93a548',
	sand: '#f4d6a4',
	sandDark: '#d9b177',
	leaf: '#4fae57',
	leafDark: '#2f8a45',
	night: '#2c3358',
} as const;

const palette: Readonly<Record<Colour, Pick<Ink, 'main' | 'dark' | 'light' | 'trim'>>> = {
	red: {main: '#e02a33', dark: '#ad1a2c', light: '#ff8f86', trim: '#fff6e8'},
	orange: {main: '#ff8a12', dark: '#d9610a', light: '#ffc684', trim: '#fff6e8'},
	yellow: {main: '#ffdc2e', dark: '#e3a90e', light: '#fff6ad', trim: '#fffdf0'},
	green: {main: '#38ab45', dark: '#1f7f3a', light: '#98e08b', trim: '#fff6e8'},
	blue: {main: '#2877e6', dark: '#1851ae', light: '#8cc4ff', trim: '#fff6e8'},
	purple: {main: '#8644d6', dark: '#5c2aa3', light: '#c9a1f7', trim: '#fff6e8'},
	pink: {main: '#ff8fc2', dark: '#e35c9c', light: '#ffd3e6', trim: '#fff6fa'},
	white: {main: '#fcfcf8', dark: '#c6d0e0', light: '#ffffff', trim: '#b4c0d6'},
};

/** The ink of a colour for sprites drawn at `scale` px per unit. */
export const inkOf = (colour: Colour, isSmall: boolean, scale: number): Ink => ({
	...palette[colour],
	line: (isSmall ? 1.4 : 1.7) / scale,
	dot: isSmall ? 1.25 : 1,
	isSmall,
});

/** Path data of an ellipse. */
export const oval = (cx: number, cy: number, rx: number, ry = rx) =>
	`M${cx - rx} ${cy}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0Z`;

/** Path data of a rectangle with round corners. */
export const box = (x: number, y: number, width: number, height: number, r = 0) =>
	`M${x + r} ${y}h${width - 2 * r}q${r} 0 ${r} ${r}v${height - 2 * r}q0 ${r} ${-r} ${r}h${2 * r - width}q${-r} 0 ${-r} ${-r}v${2 * r - height}q0 ${-r} ${r} ${-r}Z`;

/** Path data of a polygon whose corners are rounded off over `r` units. */
export function rounded(points: ReadonlyArray<readonly [number, number]>, r: number): string {
	const corners = points.map(([x, y], index) => {
		const towards = ([px, py]: readonly [number, number]) => {
			const share = r / Math.hypot(px - x, py - y);
			return `${(x + (px - x) * share).toFixed(2)} ${(y + (py - y) * share).toFixed(2)}`;
		};
		const before = points[(index + points.length - 1) % points.length]!;
		const after = points[(index + 1) % points.length]!;
		return `${towards(before)}Q${x} ${y} ${towards(after)}`;
	});
	return `M${corners.join('L')}Z`;
}

/** Paint inside a shape only. Equal shapes share an id, which is harmless as they clip alike. */
export function within(d: string, content: string): string {
	let hash = 0;
	for (const character of d) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) >>> 0;
	return `<clipPath id="c${hash}"><path d="${d}"/></clipPath><g clip-path="url(#c${hash})">${content}</g>`;
}

export const fill = (d: string, colour: string, opacity = 1) =>
	`<path d="${d}" fill="${colour}"${opacity < 1 ? ` fill-opacity="${opacity}"` : ''}/>`;

/** An open line with round ends. */
export const stroke = (d: string, colour: string, width: number) =>
	`<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;

/** An outlined shape in two tones: the shaded side is what the lit tone, moved up and left by `depth`, leaves uncovered. */
export function solid(d: string, main: string, dark: string, ink: Ink, {depth = 3, inside = ''} = {}): string {
	const lit = `<path d="${d}" fill="${main}" transform="translate(${-depth * 0.8} ${-depth})"/>`;
	return within(d, fill(d, dark) + lit + inside) + stroke(d, outline, ink.line);
}

/** The part of a sprite that takes the object's colour. */
export const body = (d: string, ink: Ink, options: {readonly depth?: number; readonly inside?: string} = {}) =>
	solid(d, ink.main, ink.dark, ink, options);

/** An outlined shape in one tone. */
export const flat = (d: string, colour: string, ink: Ink) => fill(d, colour) + stroke(d, outline, ink.line);

/** An outlined thick line such as a tail. */
export const tube = (d: string, width: number, colour: string, ink: Ink) =>
	stroke(d, outline, width + 2 * ink.line * 0.85) + stroke(d, colour, width);

/** A soft highlight, leaning by `angle` degrees. */
export const gloss = (cx: number, cy: number, rx: number, ry: number, angle: number, ink: Ink) =>
	`<path d="${oval(0, 0, rx, ry)}" fill="${ink.light}" fill-opacity="0.85" transform="translate(${cx} ${cy}) rotate(${angle})"/>`;

/** A dark dot with a glint. */
export const eye = (x: number, y: number, r: number, ink: Ink) =>
	fill(oval(x, y, r * ink.dot, r * 1.15 * ink.dot), outline) + fill(oval(x + r * 0.35, y - r * 0.45, r * 0.38 * ink.dot), '#ffffff');

/** A smile around x, its ends at y. */
export const smile = (x: number, y: number, width: number, ink: Ink) =>
	stroke(`M${x - width / 2} ${y}Q${x} ${y + width * 0.7} ${x + width / 2} ${y}`, outline, ink.line * 0.75);

export const cheek = (x: number, y: number, r = 1.9) => fill(oval(x, y, r, r * 0.8), accents.blush, 0.65);

/** The same drawing and its mirror image about x = 24. */
export const mirrored = (content: string) => `${content}<g transform="translate(48 0) scale(-1 1)">${content}</g>`;

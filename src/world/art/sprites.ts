import {type Colour, colours, type Noun, nouns, type Size, sizes, skyNouns} from '../scene/scene.ts';
import {animalSprites} from './sprites-animals.ts';
import {inkOf, type Painter} from './sprites-parts.ts';
import {skySprites} from './sprites-sky.ts';
import {thingSprites} from './sprites-things.ts';

/** Side of a cell, and so of a sprite's square, in pixels. */
export const spriteSide = 48;
const scales: Readonly<Record<Size, number>> = {small: 0.59, large: 0.93};

const painters: Readonly<Record<Noun, Painter>> = {...skySprites, ...animalSprites, ...thingSprites};
const isSky = (noun: Noun) => (skyNouns as readonly string[]).includes(noun);

/** SVG elements of one sprite in the square 0..48: small things of the ground stand where large ones do, those of the sky hang in the middle. */
function spriteSvg(noun: Noun, colour: Colour, size: Size): string {
	const scale = scales[size];
	const left = (spriteSide / 2) * (1 - scale);
	const ground = spriteSide - 2;
	const top = isSky(noun) ? left : ground * (1 - scale);
	return `<g transform="translate(${left} ${top}) scale(${scale})">${painters[noun](inkOf(colour, size === 'small', scale))}</g>`;
}

/** Every sprite of a noun on one sheet, size by size down and colour by colour across, so that a noun costs one rasterisation. */
export function spriteSheetSvg(noun: Noun): string {
	const width = colours.length * spriteSide;
	const height = sizes.length * spriteSide;
	const cells = sizes.flatMap((size, row) =>
		colours.map(
			(colour, column) =>
				`<svg x="${column * spriteSide}" y="${row * spriteSide}" width="${spriteSide}" height="${spriteSide}">${spriteSvg(noun, colour, size)}</svg>`,
		),
	);
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${cells.join('')}</svg>`;
}

/** Number of sprites, and the index of one: by noun, then colour, then size, in the order of the world's lists. */
export const spriteCount = nouns.length * colours.length * sizes.length;
export const spriteIndex = (noun: Noun, colour: Colour, size: Size) =>
	(nouns.indexOf(noun) * colours.length + colours.indexOf(colour)) * sizes.length + sizes.indexOf(size);

import type {skyNouns} from '../scene/scene.ts';
import {
	accents,
	body,
	box,
	cheek,
	eye,
	fill,
	flat,
	gloss,
	mirrored,
	outline,
	oval,
	type Painter,
	rounded,
	smile,
	solid,
	stroke,
	within,
} from './sprites-parts.ts';

const balloon: Painter = ink =>
	stroke('M24 37Q20 40 24 42T23 46', outline, ink.line * 0.75) +
	body(
		rounded(
			[
				[24, 31],
				[28.5, 37.5],
				[19.5, 37.5],
			],
			1.5,
		),
		ink,
		{depth: 1},
	) +
	body('M24 2.5C33 2.5 38.5 9 38.5 17C38.5 26 30 33.5 24 33.5C18 33.5 9.5 26 9.5 17C9.5 9 15 2.5 24 2.5Z', ink, {depth: 4}) +
	gloss(17.5, 12, 2.8, 5.2, 28, ink);

const bird: Painter = ink =>
	flat('M38 17.5L46 21L38 25.5Z', accents.amber, ink) +
	body(
		'M2.5 20C7 20 10 22 12.5 25C13 14.5 21 8.5 29.5 9.5C37.5 10.5 42 17 41 25C40 34 32 39.5 23 38.5C15 37.5 11.5 32.5 3 33C5.5 30.5 5.5 29 3.5 27C5 25.5 4.5 23 2.5 20Z',
		ink,
		{
			depth: 3,
			inside: fill(oval(31, 35, 11, 9), ink.light, 0.8),
		},
	) +
	solid('M29 24C31 31 26 36.5 17.5 35C15.5 33.5 17.5 31.5 15.5 29.5C19.5 27.5 23.5 25 29 24Z', ink.dark, ink.dark, ink) +
	eye(34, 18.5, 2.1, ink) +
	cheek(32.5, 24, 2);

const butterfly: Painter = ink =>
	stroke('M24 13C23 8 20 5.5 17.5 5M24 13C25 8 28 5.5 30.5 5', outline, ink.line * 0.8) +
	mirrored(
		body('M23.5 27C14 27.5 8.5 31.5 10.5 38C13.5 45 22.5 40 23.5 29Z', ink, {depth: 2, inside: fill(oval(15.5, 36, 2.6), ink.light)}) +
			body('M23.5 25C21 12 7 4.5 3.6 11.5C1 19 9 29 23.5 27Z', ink, {
				depth: 2.5,
				inside: fill(oval(10.5, 15.5, 3.6, 3.2), ink.trim) + fill(oval(17, 21.5, 1.8), ink.light),
			}),
	) +
	fill(box(21.6, 14, 4.8, 24, 2.4), outline) +
	fill(oval(24, 14.5, 3.6), outline) +
	fill(oval(22.8, 14, 0.9), '#ffffff') +
	fill(oval(25.4, 14, 0.9), '#ffffff');

const bee: Painter = ink => {
	const shape = oval(23, 29, 16.5, 12.5);
	return (
		stroke('M33 18.5C33 13 36 10.5 39 11M29 17.5C28 12.5 30 9 33 8.5', outline, ink.line * 0.8) +
		flat('M8 27L1.8 30.5L8 33Z', accents.night, ink) +
		body(shape, ink, {
			depth: 3,
			inside: fill('M13 14h6.2q-2.6 15 0 30h-6.2q-2.6-15 0-30ZM23.5 14h6q-2.6 15 0 30h-6q-2.6-15 0-30Z', accents.night),
		}) +
		flat('M20 19C10 19 7 12 10.5 8C15 4.5 21 9 20 19Z', '#e8f6ff', ink) +
		flat('M21 19C17 10 20 3.5 25.5 4.5C31 6.5 29 14 21 19Z', '#e8f6ff', ink) +
		eye(34.6, 26.5, 1.9, ink) +
		cheek(33.5, 31.5, 1.9) +
		stroke('M36.2 31Q37 33 38.4 31.2', outline, ink.line * 0.7)
	);
};

const kite: Painter = ink => {
	const bow = (x: number, y: number, colour: string) =>
		flat(`M${x} ${y}l-4.2 -2.4v4.8ZM${x} ${y}l4.2 -2.4v4.8Z`, colour, {...ink, line: ink.line * 0.75});
	const frame = rounded(
		[
			[27, 2.6],
			[42, 16],
			[26, 36],
			[11, 16],
		],
		1.6,
	);
	return (
		stroke('M26 36C25 42 18 38 15 41S8 44 5 43', outline, ink.line * 0.75) +
		bow(20.5, 40, accents.gold) +
		bow(9.5, 43, accents.blush) +
		body(frame, ink, {depth: 0, inside: fill('M26.5 2L44 16H26.5Z', ink.light) + fill('M26.5 16H44L26 38Z', ink.dark)}) +
		within(frame, stroke('M27 2L26 37M10 16H43', outline, ink.line * 0.6))
	);
};

const plane: Painter = ink =>
	solid('M21 21L16.5 10.5H21.5L31 21Z', ink.dark, ink.dark, ink) +
	body(
		rounded(
			[
				[7, 24],
				[2.8, 9.5],
				[9.5, 9.5],
				[18, 23],
			],
			1.8,
		),
		ink,
		{depth: 1},
	) +
	body('M5 24.5C5 21.5 8 20.5 12 20.3L33 19.5C41 19.5 45.6 23.5 45.6 27.5C45.6 31.5 40 33.5 34 33.5H18C10 33.5 5 29 5 24.5Z', ink, {
		depth: 3,
		inside: fill('M36 18H47V26.2H38.5Q36 26.2 36 23.5Z', accents.glass),
	}) +
	stroke('M36 20.5V23.5Q36 26.2 38.5 26.2H45', outline, ink.line * 0.6) +
	[17, 23.2, 29.4].map(x => flat(oval(x, 25.2, 1.9), accents.glass, {...ink, line: ink.line * 0.6})).join('') +
	solid(
		rounded(
			[
				[21, 29.5],
				[32, 29.5],
				[22.5, 41.5],
				[15.5, 41.5],
			],
			1.8,
		),
		ink.light,
		ink.main,
		ink,
		{depth: 2.5},
	);

const rocket: Painter = ink =>
	flat('M18.5 35C18 41 22 43 24 46.2C26 43 30 41 29.5 35Z', accents.amber, ink) +
	fill('M21.5 35.5C21.5 39 23 40 24 42.5C25 40 26.5 39 26.5 35.5Z', '#ffe066') +
	mirrored(solid('M15.5 21C9.5 25 7.5 31 8 39.5C11 36 13.5 34.5 17 34Z', ink.dark, ink.dark, ink)) +
	flat(box(18, 32, 12, 4.5, 1.5), accents.steel, ink) +
	body('M24 2C32.5 8.5 35 20 32.5 33H15.5C13 20 15.5 8.5 24 2Z', ink, {depth: 4, inside: fill('M10 0H38V11.5Q24 8 10 11.5Z', ink.trim)}) +
	stroke('M17.2 10.8Q24 8.4 30.8 10.8', outline, ink.line * 0.6) +
	flat(oval(24, 19.5, 4.9), accents.glass, ink) +
	fill(oval(22.6, 18, 1.5), '#ffffff') +
	stroke('M24 29.5V34', outline, ink.line * 0.75);

const star: Painter = ink => {
	const points = Array.from({length: 10}, (_, index) => {
		const angle = (index * Math.PI) / 5 - Math.PI / 2;
		const radius = index % 2 ? 11 : 23;
		return [24 + radius * Math.cos(angle), 25.5 + radius * Math.sin(angle)] as const;
	});
	return (
		body(rounded(points, 3.6), ink, {depth: 3}) +
		gloss(21, 13, 1.6, 3.6, 16, ink) +
		eye(19.8, 24.5, 1.9, ink) +
		eye(28.2, 24.5, 1.9, ink) +
		cheek(16.4, 28.3) +
		cheek(31.6, 28.3) +
		smile(24, 28, 4.4, ink)
	);
};

/** The nouns that fly. */
export const skySprites: Readonly<Record<(typeof skyNouns)[number], Painter>> = {balloon, bird, butterfly, bee, kite, plane, rocket, star};

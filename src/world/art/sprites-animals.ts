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
	solid,
	stroke,
	tube,
} from './sprites-parts.ts';

const cat: Painter = ink =>
	tube('M34 41C43 42 44 33 40 29', 4, ink.main, ink) +
	body('M17 26C11 33 11 45.6 17 45.6H31C37 45.6 37 33 31 26Z', ink, {depth: 3, inside: fill(oval(24, 38.5, 5, 6.5), ink.light, 0.9)}) +
	stroke('M20.8 45V41M27.2 45V41', outline, ink.line * 0.7) +
	body(
		'M10.5 16L9.8 4.2Q10 2.8 11.4 3.6L19 8.4Q24 7.2 29 8.4L36.6 3.6Q38 2.8 38.2 4.2L37.5 16C40 25.5 33 30.2 24 30.2S8 25.5 10.5 16Z',
		ink,
		{depth: 3},
	) +
	mirrored(
		fill('M12.4 7.2L16.8 10L12.6 13.2Z', accents.blush, 0.75) +
			eye(18.4, 18.5, 2.1, ink) +
			cheek(14, 23.4, 2) +
			(ink.isSmall ? '' : stroke('M12 21.4L5.5 20.2M12 24L6 25.4', outline, ink.line * 0.5)),
	) +
	fill('M22 21.6H26L24 24Z', outline) +
	(ink.isSmall ? '' : stroke('M21.2 24.8Q22.8 26.8 24 24.6Q25.2 26.8 26.8 24.8', outline, ink.line * 0.65));

const dog: Painter = ink =>
	tube('M9.5 28C5 26 3.5 20.5 5 17', 4, ink.main, ink) +
	solid(box(24, 33, 5.6, 12.4, 2), ink.dark, ink.dark, ink) +
	solid(box(13.5, 33, 5.6, 12.4, 2), ink.dark, ink.dark, ink) +
	body(
		'M7.5 28C7.5 24.5 10 23 13.5 23H28C33 23 34.8 25.5 34.8 29V43.5Q34.8 45.6 32.8 45.6H31.4Q29.4 45.6 29.4 43.5V37.6H14.2V43.5Q14.2 45.6 12.2 45.6H9.6Q7.5 45.6 7.5 43.5Z',
		ink,
		{depth: 2.5},
	) +
	body('M24 14C24 7 29 3.4 34 3.4C39 3.4 41.8 6.8 42 11.4C45 11.8 46 13.6 46 16C46 20.6 42 23 37 23.4C30 25.4 24 21.5 24 14Z', ink, {
		depth: 3,
		inside: fill(oval(43, 18.5, 6.4, 5.4), ink.trim, 0.9),
	}) +
	solid('M29.5 5.5C23 3.5 19.5 9 20.4 17.5C21 22.6 26.4 22.6 27.6 18C28.6 14 31.5 9.5 29.5 5.5Z', ink.dark, ink.dark, ink) +
	fill(oval(44.2, 13.6, 2.1, 1.7), outline) +
	eye(35.6, 11.8, 2, ink) +
	stroke('M44.2 15.5Q43.6 19 39.6 18.4', outline, ink.line * 0.65) +
	stroke('M26.5 25.2Q30.6 27.6 34.6 25', outline, 5) +
	stroke('M26.9 25.4Q30.6 27.4 34.2 25.2', '#2fc4b2', 2.4) +
	fill(oval(31, 28.4, 1.9), accents.gold);

const rabbit: Painter = ink =>
	mirrored(
		body('M22 18C13 15 10.5 4.6 15 2.4C20.4 1.4 23.4 9 22.6 18Z', ink, {
			depth: 1.5,
			inside: fill('M20.4 15C15.4 12.5 13.6 6.6 16 5.2C19 5 20.8 9.6 20.4 15Z', accents.blush, 0.75),
		}),
	) +
	flat(oval(36.5, 38.5, 4.2), ink.trim, ink) +
	body('M16.5 29C10 35 10.5 45.6 17 45.6H31C37.5 45.6 38 35 31.5 29Z', ink, {
		depth: 3,
		inside: fill(oval(24, 39, 5.6, 6), ink.light, 0.9),
	}) +
	mirrored(body(oval(16.4, 43, 5.4, 2.8), ink, {depth: 1})) +
	body('M24 13.6C31.6 13.6 36.2 17.6 36.2 23.4C36.2 29.6 30.6 32.8 24 32.8S11.8 29.6 11.8 23.4C11.8 17.6 16.4 13.6 24 13.6Z', ink, {
		depth: 3,
	}) +
	(ink.isSmall ? '' : flat('M22.2 27H25.8V30.4Q24 31.4 22.2 30.4Z', '#ffffff', {...ink, line: ink.line * 0.5})) +
	mirrored(eye(18.6, 21.4, 2, ink) + cheek(15.6, 25.6, 2.1)) +
	fill(oval(24, 24.4, 1.8 * ink.dot, 1.3 * ink.dot), ink.isSmall ? outline : accents.blush) +
	(ink.isSmall ? '' : stroke('M20.8 26.6Q22.6 28 24 26Q25.4 28 27.2 26.6', outline, ink.line * 0.6));

const turtle: Painter = ink => {
	const skin = (d: string, depth = 1.5) => solid(d, accents.skin, accents.skinDark, ink, {depth});
	return (
		skin('M5 36L1.8 39.6L8 39.5Z') +
		skin(box(8, 34, 7.4, 11.4, 3)) +
		skin(box(26.6, 34, 7.4, 11.4, 3)) +
		skin('M31 35C35 35 34.5 27 35 23.5C35.5 18.5 45.8 17.5 46 25C46.2 29.5 42 31.4 40.4 33C38.5 36.5 36 39 31 39Z', 2.5) +
		body('M4 35C4 20.5 11.5 12.5 20 12.5S36.5 20.5 36.5 35Z', ink, {
			depth: 3.5,
			inside: stroke(
				'M20 12V17L14.5 21V28L20 31.5L25.5 28V21L20 17M14.5 21L7 18.5M14.5 28L4 31M25.5 21L33 18.5M25.5 28L37 31M20 31.5V36',
				ink.dark,
				1.7,
			),
		}) +
		gloss(13.6, 17.6, 1.6, 3.2, 42, ink) +
		solid(box(2.4, 33, 35.6, 5, 2.5), ink.light, ink.main, ink, {depth: 1.5}) +
		eye(41.4, 23.2, 1.8, ink) +
		cheek(40, 27.2, 1.5) +
		stroke('M42.6 27.6Q44 27.8 44.8 26.6', outline, ink.line * 0.65)
	);
};

const frog: Painter = ink =>
	mirrored(
		body('M12 30C3.5 32 1.4 41 4.6 45.4H17Z', ink, {depth: 2}) +
			body('M14.6 45.6H3.6C1.6 45.6 2 42.6 4.2 42.6Q6 40 8.4 41.8Q11 39.8 12.6 42.2Q15.6 42 14.6 45.6Z', ink, {depth: 0.8}),
	) +
	body('M24 12C36 12 42.4 19 42.4 27C42.4 37 35.4 45.4 24 45.4S5.6 37 5.6 27C5.6 19 12 12 24 12Z', ink, {
		depth: 3,
		inside: fill(oval(24, 43.5, 11.5, 9.5), ink.light, 0.9),
	}) +
	mirrored(
		body(oval(13, 12.2, 7.2, 7), ink, {depth: 1.5}) +
			(ink.isSmall ? fill(oval(13.2, 12, 5.4), '#ffffff') : flat(oval(13.2, 12, 4.6, 4.5), '#ffffff', {...ink, line: ink.line * 0.7})) +
			eye(13.8, 12.6, 2.3, ink),
	) +
	mirrored(cheek(11.2, 28.6, 2.6) + fill(oval(22.2, 20.6, 0.8), outline)) +
	stroke('M12.8 25Q24 34 35.2 25', outline, ink.line * 0.85);

const snail: Painter = ink =>
	stroke('M37 22L34.4 13.4M41 22L43.4 13.8', outline, ink.line * 1.6) +
	stroke('M37 22L34.6 14M41 22L43.2 14.4', accents.sand, ink.line * 0.6) +
	fill(oval(34.2, 12.4, 2.6 * ink.dot), outline) +
	fill(oval(43.6, 12.8, 2.6 * ink.dot), outline) +
	fill(oval(34.8, 11.6, 0.9), '#ffffff') +
	fill(oval(44.2, 12, 0.9), '#ffffff') +
	solid(
		'M2.4 45.4C3 39.6 10 37.4 17 37.4H30C34 34 32 28 33.6 24C35.6 19.4 45.4 19.6 45.6 26C45.8 36 41.6 45.4 33 45.4Z',
		accents.sand,
		accents.sandDark,
		ink,
		{depth: 2.5},
	) +
	body(oval(18.4, 25, 15.2, 14.8), ink, {depth: 4}) +
	stroke(
		'M18.6 25.4C19.8 23.4 22.6 24.4 22.4 27C22 31 16 31.6 14 28C11.4 23 15 17.6 20.4 18C27 18.6 29.6 25 27.6 30.6',
		outline,
		ink.line * 0.85,
	) +
	gloss(10.6, 16.8, 1.7, 3.6, 44, ink) +
	cheek(38, 30, 1.8) +
	stroke('M39.6 29.4Q41.6 31.4 43.6 29', outline, ink.line * 0.7);

/** The nouns that walk, hop and crawl. */
export const animalSprites = {cat, dog, rabbit, turtle, frog, snail} as const;

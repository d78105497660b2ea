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
	tube,
	within,
} from './sprites-parts.ts';

const house: Painter = ink => {
	const pane = (x: number) =>
		flat(box(x, 27.5, 7, 7, 0.8), '#ffe89a', {...ink, line: ink.line * 0.8}) +
		stroke(`M${x + 3.5} 28V34M${x + 0.5} 31H${x + 6.5}`, outline, ink.line * 0.45);
	return (
		flat(box(32.5, 7, 5.5, 11, 0.6), accents.bark, ink) +
		body(box(7.5, 21, 33, 24.4, 1), ink, {depth: 3.2}) +
		pane(10.8) +
		pane(30.2) +
		solid('M19.6 45.4V33.5Q19.6 29 24 29T28.4 33.5V45.4Z', accents.brown, accents.bark, ink, {depth: 1.5}) +
		fill(oval(26.4, 38.4, 0.9), accents.gold) +
		solid(
			rounded(
				[
					[24, 3.5],
					[46.4, 24],
					[1.6, 24],
				],
				2.4,
			),
			'#8d5548',
			'#6b3b37',
			ink,
			{depth: 2.6},
		) +
		flat(oval(24, 15.5, 3.1), '#ffe89a', {...ink, line: ink.line * 0.8})
	);
};

const castle: Painter = ink => {
	const tower =
		body('M2.6 45.4V15.5H6V18.6H8V15.5H11.4V18.6H13.4V15.5H16.4V45.4Z', ink, {depth: 2.4}) +
		stroke('M9.5 25.4V29.6', outline, ink.line * 1.5);
	return (
		stroke('M24 11V3', outline, ink.line * 0.8) +
		flat('M24 3L31.6 5.4L24 8.2Z', accents.gold, {...ink, line: ink.line * 0.75}) +
		body('M15 30V10.4H18.6V13.6H22.2V10.4H25.8V13.6H29.4V10.4H33V30Z', ink, {depth: 2.4}) +
		stroke('M24 18V22', outline, ink.line * 1.5) +
		body('M14 45.4V26.4H17.4V29.4H20.6V26.4H27.4V29.4H30.6V26.4H34V45.4Z', ink, {depth: 2.4}) +
		tower +
		`<g transform="translate(29 0)">${tower}</g>` +
		flat('M18.8 45.4V39Q18.8 33.6 24 33.6T29.2 39V45.4Z', accents.bark, ink) +
		stroke('M22.2 35V45M25.8 35V45', outline, ink.line * 0.4)
	);
};

const tent: Painter = ink => {
	const shape = rounded(
		[
			[24, 7],
			[46, 45.2],
			[2, 45.2],
		],
		2,
	);
	return (
		stroke('M24 9V3', outline, ink.line * 0.8) +
		flat('M24 2.6L31 4.8L24 7.2Z', accents.gold, {...ink, line: ink.line * 0.7}) +
		body(shape, ink, {
			depth: 0,
			inside: fill('M24 5L48 46H36.5Z', ink.dark) + fill('M24 9L11.4 46H7.6Z', ink.trim) + fill('M24 9L36.6 46H40.4Z', ink.trim),
		}) +
		within(shape, flat('M24 22L31.4 46H16.6Z', accents.night, ink)) +
		flat('M24 21.5C23.4 33 20.6 40 15.6 45.2H12.2C18.6 38 22.4 31 24 21.5Z', ink.light, {...ink, line: ink.line * 0.8}) +
		flat('M24 21.5C24.6 33 27.4 40 32.4 45.2H35.8C29.4 38 25.6 31 24 21.5Z', ink.light, {...ink, line: ink.line * 0.8}) +
		stroke('M2.6 45.2H45.4', outline, ink.line)
	);
};

const tree: Painter = ink =>
	solid('M19.6 28L18.6 43.4Q16.4 44.4 16 45.6H32Q31.6 44.4 29.4 43.4L28.4 28Z', accents.brown, accents.bark, ink, {depth: 2}) +
	body(
		'M24 2.4C30 2.4 34.4 5.4 35.2 9.8C41.4 10.4 45 15 43.8 20.4C46.6 26.6 41.8 33.4 34.6 32.2C30.6 36.2 17.4 36.2 13.4 32.2C6.2 33.4 1.4 26.6 4.2 20.4C3 15 6.6 10.4 12.8 9.8C13.6 5.4 18 2.4 24 2.4Z',
		ink,
		{depth: 4.5},
	) +
	stroke('M14 17.6Q16.4 20.4 19.4 18.4M26 13.4Q28.6 16 31.4 13.8M22.6 25.6Q25.6 28.4 28.6 26', ink.dark, 1.8) +
	gloss(14.6, 12.8, 1.6, 3, 50, ink);

const flower: Painter = ink => {
	const petals = [0, 60, 120, 180, 240, 300].map(
		angle =>
			`<g transform="rotate(${angle} 24 16.5)">${body(oval(24, 7.6, 5.6, 5.9), ink, {depth: 0, inside: fill(oval(24, 13, 2.6, 3.4), ink.dark, 0.7)})}</g>`,
	);
	return (
		tube('M24 28C24 36 24 40 24 44.4', 2.2, accents.leafDark, ink) +
		mirrored(solid('M24.4 43.6C17 44.6 11 40.6 10.2 34.4C17.4 33.6 23 37 24.4 43.6Z', accents.leaf, accents.leafDark, ink, {depth: 1.6})) +
		petals.join('') +
		flat(oval(24, 16.5, 6.4), accents.amber, ink) +
		eye(21.8, 15.8, 1.2, ink) +
		eye(26.2, 15.8, 1.2, ink) +
		smile(24, 18.2, 3.2, ink)
	);
};

const mushroom: Painter = ink =>
	solid('M16.6 25C17 34 14.6 38.6 13.4 42Q13.4 45.6 24 45.6T34.6 42C33.4 38.6 31 34 31.4 25Z', accents.cream, accents.sand, ink, {
		depth: 2.6,
	}) +
	body('M2.6 24.6C2.6 11.4 12.4 3.4 24 3.4S45.4 11.4 45.4 24.6C45.4 29.6 36 30.2 24 30.2S2.6 29.6 2.6 24.6Z', ink, {
		depth: 3.6,
		inside: fill(
			oval(14, 14, 4.2, 3.8) + oval(29.4, 10.4, 4.6, 3.8) + oval(22, 22.6, 3.6, 3) + oval(37.4, 20.6, 4, 3.8) + oval(7, 24, 3, 3),
			ink.trim,
		),
	}) +
	mirrored(eye(20.2, 35, 1.7, ink) + cheek(17.8, 38.6, 1.7)) +
	smile(24, 37.6, 4, ink);

const car: Painter = ink =>
	body(
		'M2.6 34C2.6 29.6 5 28 10 27L14.4 18Q15.6 15.4 18.6 15.4H30.4Q33 15.4 34.6 17.8L39.6 26.6C43.6 27.4 45.6 29.4 45.6 33V37Q45.6 40 42.6 40H5.6Q2.6 40 2.6 37Z',
		ink,
		{depth: 3},
	) +
	flat('M14.2 26.4L17.2 20Q17.8 18.8 19.4 18.8H23V26.4Z', accents.glass, {...ink, line: ink.line * 0.8}) +
	flat('M26 18.8H30Q31.4 18.8 32.2 20L35.8 26.4H26Z', accents.glass, {...ink, line: ink.line * 0.8}) +
	stroke('M27.2 30.6H30', outline, ink.line * 0.75) +
	flat(oval(43, 32, 2), '#ffe066', {...ink, line: ink.line * 0.7}) +
	[13, 35].map(x => fill(oval(x, 39.6, 6.4), outline) + fill(oval(x, 39.6, 3), '#dfe5f0') + fill(oval(x, 39.6, 1.1), outline)).join('');

const boat: Painter = ink =>
	stroke('M23.6 34V3.4', outline, ink.line * 1.5) +
	flat('M23.6 2.6L31 4.8L23.6 7.2Z', accents.gold, {...ink, line: ink.line * 0.7}) +
	solid('M26 9.6C34 14 38.6 21 39.6 29.4H26Z', accents.cream, '#e6d9bd', ink, {depth: 2.4}) +
	body('M21 12.4V29.4H7.4C9.4 22 14.6 15.6 21 12.4Z', ink, {depth: 2}) +
	body('M2.8 32.6H45.2C43.4 39.8 39.8 45.2 34.4 45.2H13.6C8.2 45.2 4.6 39.8 2.8 32.6Z', ink, {
		depth: 3,
		inside: fill('M0 36.6H48V39.4H0Z', ink.trim),
	}) +
	gloss(9.4, 34.7, 3, 0.9, 0, ink);

const ball: Painter = ink =>
	body(oval(24, 25, 20.4), ink, {
		depth: 0,
		inside:
			fill(
				'M20 18C8 17 2 24 2 33L2 46H14C10 36 13 25 20 18ZM23 17C27 9 35 3 44 4L50 20C40 14 31 14 23 17ZM25 20C35 24 39 34 37 48L48 46L50 24C42 18 33 17 25 20Z',
				ink.trim,
			) + fill('M44.4 25A20.4 20.4 0 0 1 8 37.8Q24 46 36 33Q43 25 40 12A20.4 20.4 0 0 1 44.4 25Z', outline, 0.16),
	}) +
	within(
		oval(24, 25, 20.4),
		stroke(
			'M20 18C8 17 2 24 2 33M14 46C10 36 13 25 20 18M23 17C27 9 35 3 44 4M50 20C40 14 31 14 23 17M25 20C35 24 39 34 37 48',
			outline,
			ink.line * 0.6,
		),
	) +
	flat(oval(22, 18.4, 3.4), ink.light, {...ink, line: ink.line * 0.8}) +
	gloss(13.6, 12, 1.6, 3.4, 46, ink);

const umbrella: Painter = ink => {
	const canopy =
		'M24 4.6C36 4.6 45.4 13 45.4 25.4Q41.8 21.4 38.2 25.4Q34.6 21.4 31 25.4Q27.6 21.4 24 25.4Q20.4 21.4 17 25.4Q13.4 21.4 9.8 25.4Q6.2 21.4 2.6 25.4C2.6 13 12 4.6 24 4.6Z';
	return (
		stroke('M24 5V2.6', outline, ink.line * 1.4) +
		tube('M24 22V40.6Q24 44.2 20.6 44.2T17.2 40.6', 2, accents.brown, ink) +
		body(canopy, ink, {
			depth: 0,
			inside: fill('M24 4C40 8 42 20 38.2 26L48 28V4Z', ink.dark) + fill('M24 4C16 8 16 18 17 28H31C32 18 32 8 24 4Z', ink.light),
		}) +
		within(
			canopy,
			stroke(
				'M24 4.6C18 9 16.6 17 17 26M24 4.6C30 9 31.4 17 31 26M24 4.6C13 8 9.4 16 9.8 26M24 4.6C35 8 38.6 16 38.2 26',
				outline,
				ink.line * 0.5,
			),
		)
	);
};

/** The nouns that stand, lie, drive and float. */
export const thingSprites = {house, castle, tent, tree, flower, mushroom, car, boat, ball, umbrella} as const;

import {say} from '../../language/wording.ts';
import {exactCellWords, sideWords} from '../../language/words.ts';
import type {Random} from '../../random.ts';
import {type Cell, cells} from '../../scene/scene.ts';

type Side = keyof typeof sideWords;

const column = (cell: Cell) => cells.indexOf(cell) % 3;
const row = (cell: Cell) => Math.floor(cells.indexOf(cell) / 3);

/** The side of the picture on which a thing arrives if it keeps to its row or its column: "on the left" says no more than that. */
function sideOf(from: Cell, to: Cell): Side | undefined {
	if (row(from) === row(to)) return column(to) === 0 ? 'left' : column(to) === 2 ? 'right' : undefined;
	if (column(from) === column(to)) return row(to) === 0 ? 'top' : row(to) === 2 ? 'bottom' : undefined;
	return;
}

/** "move it one step up", where it goes to the next cell. */
function stepPhrases(object: string, from: Cell, to: Cell): string[] {
	const [right, down] = [column(to) - column(from), row(to) - row(from)];
	if (Math.abs(right) + Math.abs(down) !== 1) return [];
	if (right === 0) {
		const direction = down < 0 ? 'up' : 'down';
		return [
			...[`move ${object} ${direction}`, `move ${object} one step ${direction}`, `move ${object} ${direction} a bit`],
			...[`${object} is too ${down < 0 ? 'low' : 'high'}`, `move ${object} one row ${direction}`, `${object} ${direction} one row`],
			...(down < 0 ? [] : [`lower ${object} a bit`]),
		];
	}
	const side = right < 0 ? 'left' : 'right';
	return [
		...[`move ${object} one step to the ${side}`, `move ${object} a bit to the ${side}`],
		...[`move ${object} one column to the ${side}`, `${object} one step ${side}`],
		...[`push ${object} a little to the ${side}`, `shift ${object} one step ${side}`],
		...[`${object} should be a bit more to the ${side}`, `a bit more to the ${side} with ${object}`],
	];
}

/** Ways to send a thing to a free cell. */
export function movePhrases(random: Random, object: string, from: Cell, to: Cell): string[] {
	const side = sideOf(from, to);
	const isSide = side && random.chance(0.5);
	const where = say(random, isSide ? sideWords[side] : exactCellWords[to]);
	const towards = where.replace(/^(in|on|at) (?!front)/, 'to ');
	const steps = random.chance(0.3) ? stepPhrases(object, from, to) : [];
	if (steps.length > 0) return steps;
	const isAcross = row(from) === row(to) && Math.abs(column(from) - column(to)) === 2;
	const across = [
		...[`move ${object} to the other side`, `${object} should be on the other side`],
		...[`move ${object} to the opposite side`, `${object} on the opposite side`, `push ${object} over to the opposite edge`],
		...[`bring ${object} over to the other side`, `i want ${object} on the other side of the picture`],
	];
	if (isAcross && random.chance(0.25)) return across;
	return [
		...(isSide ? [`move ${object} all the way to the ${side}`] : to.includes('-') ? [`move ${object} to the ${to}`] : []),
		...[`move ${object} ${towards}`, `move ${object} ${towards}`, `bring ${object} ${towards}`, `push ${object} ${towards}`],
		...[`put ${object} ${where}`, `place ${object} ${where}`, `set ${object} ${where}`, `have ${object} ${where}`],
		...[`let ${object} be ${where}`, `${object} should be ${where}`, `${object} should go ${towards}`],
		...[`${object} belongs ${where}`, `${object} goes ${towards}`, `i want ${object} ${where}`],
		...[`i want ${object} to be ${where}`, `i would like ${object} ${where}`, `i wish ${object} were ${where}`],
		...[`can ${object} be ${where}`, `could ${object} go ${towards}`, `what if ${object} were ${where}`],
		...[`i would rather have ${object} ${where}`, `${where} is where ${object} should be`],
		...[`${object} would look better ${where}`, `shift ${object} ${towards}`, `send ${object} ${towards}`],
		...[`make ${object} go ${towards}`, `make it so that ${object} is ${where}`, `take ${object} and put it ${where}`],
		...[
			`change where ${object} is, put it ${where}`,
			`move ${object} from ${from} to ${to}`,
			`move ${object} from the ${from} to the ${to}`,
		],
	];
}

/** Ways to put one thing beside, above or below another that stays where it is. */
export const relatePhrases = (first: string, where: string, second: string): string[] => [
	...[`put ${first} ${where} ${second}`, `place ${first} ${where} ${second}`, `move ${first} ${where} ${second}`],
	...[`set ${first} ${where} ${second}`, `bring ${first} ${where} ${second}`, `let ${first} be ${where} ${second}`],
	...[`have ${first} ${where} ${second}`, `make ${first} go ${where} ${second}`, `get ${first} ${where} ${second}`],
	...[`move ${first} so that it is ${where} ${second}`, `make it so that ${first} is ${where} ${second}`],
	...[`${first} should be ${where} ${second}`, `${first} should go ${where} ${second}`],
	...[`${first} belongs ${where} ${second}`, `i want ${first} ${where} ${second}`],
	...[`i want ${first} to be ${where} ${second}`, `i would like ${first} ${where} ${second}`],
	...[`i wish ${first} were ${where} ${second}`, `could ${first} be ${where} ${second}`],
	...[`can ${first} go ${where} ${second}`, `what if ${first} were ${where} ${second}`],
	...[`${first} would look better ${where} ${second}`, `i would rather have ${first} ${where} ${second}`],
	...[`${where} ${second} is where ${first} should be`, `${where} ${second} there should be ${first}`],
	...[`take ${first} and put it ${where} ${second}`, `change where ${first} is, put it ${where} ${second}`],
];

/** Ways to let two things trade places. */
export const swapPhrases = (first: string, second: string): string[] => [
	...[`swap ${first} and ${second}`, `switch ${first} and ${second}`, `exchange ${first} and ${second}`],
	...[`swap ${first} with ${second}`, `switch ${first} with ${second}`, `let ${first} swap places with ${second}`],
	...[`let ${first} and ${second} trade places`, `${first} and ${second} change places`],
	...[`make ${first} and ${second} trade places`, `swap the places of ${first} and ${second}`],
	...[`exchange the places of ${first} and ${second}`, `have ${first} and ${second} switch places`],
	...[`${first} and ${second} should trade places`, `i want ${first} and ${second} to change places`],
	...[`change ${first} and ${second} around`, `put ${first} where ${second} is and ${second} where ${first} is`],
	...[`put ${first} in the place of ${second} and the other way around`],
	...[`move ${first} to where ${second} is and the other way around`],
	...[`${first} where ${second} is now, and the other way around`, `could ${first} and ${second} swap places`],
	...[`i wish ${first} and ${second} were the other way around`, `${first} and ${second}, swap`, `${first} and ${second}: swap places`],
	...[
		`${first} comes to where ${second} is, and ${second} to where ${first} is`,
		`${first} in the place of ${second} and ${second} in its place`,
	],
];

/** Ways to swap left and right. */
export const mirrorPhrases = [
	...['swap left and right', 'switch left and right', 'exchange left and right', 'swap the left side and the right side'],
	...['mirror the picture', 'mirror it', 'mirror everything', 'mirror the scene', 'mirror everything left to right'],
	...['mirror the whole picture', 'flip the picture', 'flip it', 'flip everything', 'flip it from left to right'],
	...['flip the whole scene', 'what is left goes right and what is right goes left'],
	...['everything on the left goes to the right and the other way around', 'show it in a mirror'],
	...['show the picture in a mirror', 'as seen in a mirror', 'like in a mirror', 'make it look like in a mirror'],
	...['what would it look like in a mirror', 'how does it look in a mirror', 'turn it around, left to right'],
	...['i want it the other way around, left to right', 'left should be right and right should be left', 'a mirror picture'],
	...['what is on the right should be on the left and the other way around'],
];

/** Ways to move all things one cell over. */
export function shiftPhrases(direction: 'left' | 'right' | 'up' | 'down'): string[] {
	const isAcross = direction === 'left' || direction === 'right';
	const to = isAcross ? `to the ${direction}` : direction;
	return [
		...[`move everything one step ${to}`, `move everything ${to}`, `move everything a bit ${to}`],
		...[`move it all one step ${to}`, `shift everything ${to}`, `shift it all ${to}`, `shift the whole scene ${to}`],
		...[`shift all things one step ${to}`, `push it all ${to}`, `push everything one step ${to}`],
		...[`push everything a little ${to}`, `everything moves one step ${to}`, `all things should go one step ${to}`],
		...[`let everything go one step ${to}`, `could everything move a bit ${to}`, `make everything go ${to} by one step`],
		...[`one step ${to} with everything`, `take everything one step ${to}`, `bring everything a step ${to}`],
		...[`everything one step ${to}`],
		...(isAcross ? [] : [`everything is too ${direction === 'up' ? 'low' : 'high'}`]),
	];
}

import type {Veil} from './moment-picture.ts';

/** Colours of films: a dark ground, on which pictures glow. Text just decided is lit, and fades to the others' grey within four steps. */
export const filmColours = {
	ground: '#0f1117',
	title: '#ffffff',
	dim: '#878d9c',
	mask: '#272c38',
	track: '#272c38',
	lit: '#62d9ea',
	/** @param age - steps since it was decided; undefined if that is not known */
	text: (age: number | undefined): string => fading[age ?? fading.length] ?? '#d9dbe0',
};

const fading = ['#62d9ea', '#80dae7', '#9edae5', '#bbdae2'];

export const filmVeil: Veil = {ground: [32, 36, 46], dot: [98, 106, 126], lit: [98, 217, 234]};

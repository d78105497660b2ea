import {expect, test} from 'vitest';
import {isForeign} from '../../../src/model/text/foreign.ts';

test.each([
	['eine Katze mit Hut', true],
	['un chat sur le toit', true],
	['dibuja un gato rojo', true],
	['disegna un gatto rosso', true],
	['narysuj czerwonego kota', true],
	['żółty kot na łące', true],
	['猫', true],
	['кот', true],
	['dragon der', false],
	['café', false],
	['ngl im in w a dog', false],
	['', false],
])('`%s`, unknown word by word, is of another language: %s', (text, foreign) => {
	const words = text.split(' ').filter(word => word !== '');
	expect(
		isForeign(
			words.filter(word => !['in', 'a', 'dog', 'w'].includes(word)),
			words,
		),
	).toBe(foreign);
});

import {expect, test} from 'vitest';
import {withPreviews} from '../../src/film/previews.ts';
import {thumbnail, toPixels} from '../../src/picture/codec.ts';
import {scriptedRun} from '../fixtures/scripted-run.ts';

const events = scriptedRun({side: 48});
/** The same run as if it had looked at its picture once. */
const sparse = events.filter(event => event.type !== 'preview' || event.step === 3);
const previewsOf = (run: readonly (typeof events)[number][]) => run.flatMap(event => (event.type === 'preview' ? [event] : []));
const middleOf = (code: number) => ((Math.floor(code / 6) * 8 + 4) * 48 + (code % 6) * 8 + 4) * 3;

test('every step gets a preview, and nothing else changes', () => {
	const filled = withPreviews(sparse);
	expect(filled.filter(({type}) => type !== 'preview')).toEqual(sparse.filter(({type}) => type !== 'preview'));
	expect(previewsOf(filled).map(({step}) => step)).toEqual(events.flatMap(event => (event.type === 'step' ? [event.step] : [])));
});

test('what is decided looks as it ends up, the rest as it was last seen, or grey', () => {
	const looked = previewsOf(sparse).map(({image}) => thumbnail(toPixels(image)).rgb)[0]!;
	const final = events.flatMap(event => (event.type === 'finished' ? [thumbnail(toPixels(event.image)).rgb] : []))[0]!;
	for (const {step, image} of previewsOf(withPreviews(sparse))) {
		const {rgb} = toPixels(image);
		const codes = events.flatMap(event => (event.type === 'step' && event.step === step ? [event.codes] : []))[0]!;
		for (const [code, value] of codes.entries()) {
			const at = middleOf(code);
			const expected = value !== null ? final[at] : step >= 3 ? looked[at] : 128;
			expect(rgb[at], `step ${step}, code ${code}`).toBe(expected);
		}
	}
});

test('a recording without steps is left as it is', () => {
	expect(withPreviews(events.slice(0, 1))).toEqual(events.slice(0, 1));
});

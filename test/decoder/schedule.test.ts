import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {maskedCodes} from '../../src/decoder/mask-schedules.ts';
import {maskLengthOfReleasedCode, revealCountsA, revealCountsM} from '../../src/decoder/released/schedule.ts';
import {cosineMaskRatio, linspace, revealCounts, spreadSteps} from '../../src/decoder/schedule.ts';
import golden from '../golden/schedules.json' with {type: 'json'};

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

describe('text', () => {
	test.each([
		{masked: 64, steps: 32, counts: Array(32).fill(2), rule: 'divides evenly'},
		{masked: 5, steps: 3, counts: [2, 2, 1], rule: 'spreads the remainder'},
		{masked: 5, steps: 5, counts: [1, 1, 1, 1, 1], rule: 'has no float rounding'},
		{masked: 4, steps: 8, counts: [1, 0, 1, 0, 1, 0, 1, 0], rule: 'leaves steps out evenly'},
		{masked: 0, steps: 2, counts: [0, 0], rule: 'needs nothing for nothing'},
	])('$masked tokens over $steps steps: $rule', ({masked, steps, counts}) => {
		expect(revealCounts(masked, steps)).toEqual(counts);
	});

	test('every masked token is revealed exactly once, at a pace that varies by one at most', () => {
		const given = [fc.nat(4096), fc.integer({min: 1, max: 512})] as const;
		fc.assert(
			fc.property(...given, (masked, steps) => {
				const counts = revealCounts(masked, steps);
				expect(sum(counts)).toBe(masked);
				expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
			}),
		);
	});

	test.each(golden.a_num_transfer_tokens)('A counts $masks tokens over $steps steps as the released code does', row => {
		expect(revealCountsA(row.masks, row.steps)).toEqual(row.num_transfer);
	});

	test.each(golden.m_num_transfer_tokens)('M counts $masks tokens over $steps steps as the released code does', row => {
		expect(revealCountsM(row.masks, row.steps)).toEqual(row.num_transfer);
	});

	test.each([...golden.a_num_transfer_tokens, ...golden.m_num_transfer_tokens].filter(({masks, steps}) => masks % steps === 0))(
		'$masks tokens over $steps steps: where nothing is left over, our counts are those of M',
		({masks, steps}) => {
			expect(revealCounts(masks, steps)).toEqual(revealCountsM(masks, steps));
		},
	);

	test('our counts are those of A but for its float rounding, which moves a token by one step', () => {
		for (const {masks, steps, num_transfer: counts} of golden.a_num_transfer_tokens) {
			let ahead = 0;
			for (const [step, count] of revealCounts(masks, steps).entries()) {
				ahead += count - counts[step]!;
				expect(Math.abs(ahead)).toBeLessThanOrEqual(1);
			}
			expect(ahead).toBe(0);
		}
	});
});

describe('image', () => {
	test.each(golden.cosine_mask_len)('the cosine over $text_steps steps masks of $N codes what the released code does', row => {
		for (let step = 0; step < row.text_steps; step++) {
			const ratio = (step + 1) / row.text_steps;
			// PyTorch's own cosine is off by one unit in the last place here and there; the counts are what has to agree.
			expect(Math.abs(cosineMaskRatio(ratio) - row.mask_ratio_f32[step]!)).toBeLessThan(2 ** -23);
			expect(maskedCodes(row.N, ratio)).toBe(Math.max(0, row.floor_N_times_ratio[step]!));
		}
	});

	test.each(golden.mask_len_clamp)('the released code masks $mask_len again of $unknown unknown when the cosine says $raw', row => {
		expect(maskLengthOfReleasedCode(row.unknown, row.raw)).toBe(row.mask_len);
	});

	test.each(golden.image_step_indices)('$timesteps image steps in $text_steps stand where inference.py puts them', row => {
		const first = Math.floor(row.text_steps / 4);
		expect(linspace(first, row.text_steps - 1, row.timesteps)).toEqual(row.linspace.map(Math.fround));
		expect(spreadSteps(first, row.text_steps - 1, row.timesteps)).toEqual([...new Set(row.indices)]);
	});

	test.each(golden.a_app_image_step_indices)('$count image steps in $text_steps stand where app.py puts them', row => {
		expect(spreadSteps(0, row.text_steps - 1, row.count)).toEqual([...new Set(row.indices)]);
	});

	test('the cosine never masks more than before and ends at none', () => {
		fc.assert(
			fc.property(fc.integer({min: 1, max: 4096}), fc.integer({min: 1, max: 256}), (count, steps) => {
				let before = count;
				for (let step = 1; step <= steps; step++) {
					const masked = maskedCodes(count, step / steps);
					expect(masked).toBeLessThanOrEqual(before);
					before = masked;
				}
				expect(before).toBe(0);
			}),
		);
	});
});

import path from 'node:path';
import {expect, test} from 'vitest';
import {measurePresets} from '../../bench/presets.ts';
import {root} from '../../bench/root.ts';

test('whole runs with products in float16 make the tokens of runs in float32, or nearly', async () => {
	const [, half] = await measurePresets({
		...{folder: path.join(root, 'models', 'storybook'), threads: 2, n: 4, seed: 2026},
		ways: {float32: {settings: {quality: 'balanced'}}, float16: {settings: {quality: 'balanced'}, form: 'float16'}},
	});
	// A draw that falls the other way changes what comes after it: `npm run bench:presets -- --half` takes more exercises, and judges them.
	expect(half?.agreement).toBeGreaterThan(0.95);
	expect(half?.n).toBe(4);
});

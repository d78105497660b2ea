import {cp} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {parseConfig} from '../../../src/model/checkpoint/config.ts';
import {readJson} from '../../../src/model/checkpoint/json-file.ts';
import {openWeights} from '../../../src/model/checkpoint/weights.ts';
import {candidatesOf, planConversion} from '../../../src/model/convert/plan.ts';
import {writeWeights} from '../../../src/model/convert/write-weights.ts';
import {distanceOf, scoresOf, sequencesOnTheWay} from '../network/masked-rows.ts';
import {temporaryFolder} from '../recipe.ts';

const storybook = path.join(import.meta.dirname, '..', '..', '..', 'models', 'storybook');

test('with every projection in 4 bits the bundled model still makes most of its choices', async () => {
	await using variant = await temporaryFolder();
	await cp(path.join(storybook, 'config.json'), path.join(variant.folder, 'config.json'));
	const file = path.join(storybook, 'config.json');
	const [weights, {network}] = [await openWeights(storybook), parseConfig(await readJson(file), file)];
	const candidates = candidatesOf(weights, network, 'int4').filter(({layer}) => layer !== undefined);
	const plan = planConversion(weights, 'int4', candidates);
	await writeWeights(storybook, path.join(variant.folder, 'model.safetensors'), plan, {written: [], onWritten: async () => {}});
	const sequences = await sequencesOnTheWay();
	const expected = await scoresOf(sequences, {attention: 'fused'});
	const given = await scoresOf(sequences, {attention: 'fused'}, undefined, variant.folder);
	const {relative, agreement, rows} = distanceOf(given, expected);
	console.log(`int4 against float32: relative error ${relative.toExponential(1)}, ${(100 * agreement).toFixed(1)} % of ${rows} rows alike`);
	expect(agreement).toBeGreaterThan(0.94);
});

import path from 'node:path';
import {exitCodes, UserError} from '../errors.ts';
import {type ConversionErrors, convertWeights} from '../model/convert.ts';
import {type VariantType, variantTypes} from '../model/convert-plan.ts';
import {inspectModel} from '../model/inspect.ts';
import {compareVariants, type Distance} from '../model/probe.ts';
import {verifyModel} from '../model/verify.ts';
import {openWeights} from '../model/weights.ts';
import {findFolder, type ModelPlaces} from '../store/find-model.ts';
import {makeVariant} from '../store/new-variant.ts';
import {freeMemory} from './memory.ts';
import {oneWord} from './models.ts';
import {readableBytes} from './models-show.ts';
import {printData, printNotice} from './out.ts';
import type {Parsed} from './parse.ts';

/** `mmada models convert <model> --type f16|int8|int4 --name <name>`. */
export async function convert(words: readonly string[], flags: Parsed['flags'], places: Required<ModelPlaces>): Promise<void> {
	const model = oneWord(words, 'model', 'mmada models convert parallel-a --type int8');
	const type = typeFrom(flags.type);
	const original = await findFolder(model, places);
	const name = typeof flags.name === 'string' && flags.name !== '' ? flags.name : `${path.basename(original)}-${type}`;
	const weights = await openWeights(original);
	if (weights.names.some(tensor => /\.weight_int[48]$/.test(tensor))) {
		throw new UserError(`\`${model}\` is a smaller variant already.`, {hint: 'Convert the original.', exitCode: exitCodes.usage});
	}
	const {folder, result: errors} = await makeVariant(original, {
		name,
		modelsFolder: places.modelsFolder,
		async write(target) {
			const found = await convertWeights(weights, target, {type, onProgress: showProgress});
			await verifyModel(target);
			return found;
		},
	});
	const [before, after] = [await inspectModel(original), await inspectModel(folder)];
	const fits = Math.max(before.cpuBytes, after.cpuBytes) < (await freeMemory());
	const distance = fits ? await compareVariants(original, folder) : undefined;
	printNotice(reportLines(errors, distance, before.diskBytes, after.diskBytes).join('\n').concat('\n'));
	printData(flags.json === true ? `${JSON.stringify({name, folder, errors: relative(errors), distance}, null, '\t')}\n` : `${folder}\n`);
}

function typeFrom(given: string | boolean | undefined): VariantType {
	const type = variantTypes.find(known => known === given);
	if (type) return type;
	throw new UserError(given === undefined ? 'There is no --type.' : `There is no type \`${given}\`.`, {
		hint: `Types are ${variantTypes.join(', ')}.`,
		exitCode: exitCodes.usage,
	});
}

function showProgress(done: number, total: number): void {
	if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${total} tensors${done === total ? '\n' : ''}`);
}

/** Root mean square error of each kind of layer, as a share of its weights' own. */
const relative = (errors: ConversionErrors): Record<string, number> =>
	Object.fromEntries(Object.entries(errors).map(([kind, {error, square}]) => [kind, Math.sqrt(error / square)]));

function reportLines(errors: ConversionErrors, distance: Distance | undefined, before: number, after: number): string[] {
	const kinds = Object.entries(relative(errors)).map(([kind, share]) => `  ${kind.padEnd(12)} ${(100 * share).toFixed(3)} %`);
	return [
		`${readableBytes(before)} became ${readableBytes(after)}.`,
		'Error of the weights, by kind of layer (all others are as they were):',
		...kinds,
		...(distance
			? [
					`Error of the predictions on a probe batch: ${(100 * distance.relative).toFixed(2)} % of the logits' spread, at most ${distance.largest.toPrecision(3)};`,
					`divergence ${distance.divergence.toPrecision(3)} nats; the likeliest token is the same in ${(100 * distance.agreement).toFixed(0)} % of the rows.`,
				]
			: ['The predictions were not compared: there is not enough memory free to run the original.']),
	];
}

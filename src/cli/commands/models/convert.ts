import path from 'node:path';
import {readableBytes} from '../../../app/readable.ts';
import {thisProcess} from '../../../app/this-process.ts';
import {exitCodes, UserError} from '../../../errors.ts';
import {openWeights} from '../../../model/checkpoint/weights.ts';
import {calibrationBatch} from '../../../model/convert/calibration-batch.ts';
import {compareVariants} from '../../../model/convert/compare.ts';
import {conversionReport, reportLines} from '../../../model/convert/conversion-report.ts';
import {convertWeights} from '../../../model/convert/convert.ts';
import {type VariantType, variantTypes} from '../../../model/convert/plan.ts';
import {inspectModel} from '../../../model/inspect.ts';
import {verifyModel, verifyParts} from '../../../model/verify.ts';
import {toJson} from '../../../printable.ts';
import {findFolder, findModel, type ModelPlaces} from '../../../store/find-model.ts';
import {holdModel} from '../../../store/in-use.ts';
import {makeVariant} from '../../../store/new-variant.ts';
import {sweep} from '../../../store/remove.ts';
import type {Parsed} from '../../parse/parse.ts';
import {oneWord} from '../../parse/single-argument.ts';
import {printData, printNotice} from '../../terminal/out.ts';
import {progressLine} from '../../terminal/progress-line.ts';
import {showRead} from './show-read.ts';

/** `mmada models convert <model> --type f16|int8|int8-blocks|int4 --name <name>`. */
export async function convert(words: readonly string[], flags: Parsed['flags'], places: Required<ModelPlaces>): Promise<void> {
	const model = oneWord(words, 'model', 'mmada models convert parallel-a --type int8');
	const type = typeFrom(flags.type);
	const name = typeof flags.name === 'string' && flags.name !== '' ? flags.name : undefined;
	await makeSmaller(model, {type, places, name, isJson: flags.json === true});
}

export type MakeSmaller = {
	readonly type: VariantType;
	readonly places: Required<ModelPlaces>;
	/** Name of the variant; by default the original's name and the type. */
	readonly name?: string | undefined;
	readonly isJson?: boolean;
};

/** Make a smaller variant of a model, and say what it costs. Prints its folder. */
export async function makeSmaller(model: string, {type, places, name: asked, isJson = false}: MakeSmaller): Promise<void> {
	const original = await findFolder(model, places);
	const name = asked ?? `${path.basename(original)}-${type}`;
	const [weights, {network}] = [await openWeights(original), (await findModel(model, places)).config];
	if (weights.names.some(tensor => /\.weight_int[48]$/.test(tensor))) {
		throw new UserError(`\`${model}\` is a smaller variant already.`, {hint: 'Convert the original.', exitCode: exitCodes.usage});
	}
	const {modelsFolder} = places;
	const self = await thisProcess();
	await using _use = await holdModel(original, modelsFolder, self);
	using line = progressLine();
	await sweep(modelsFolder, self);
	await verifyParts(original);
	const batch = await calibrationBatch(original);
	const {folder, result: conversion} = await makeVariant(original, {
		name,
		modelsFolder,
		self,
		type,
		write: async target =>
			convertWeights(weights, target, {
				type,
				config: network,
				batch,
				onProgress: (what, done, total) => line.show(() => `${done} of ${total} tensors ${what}`),
			}),
		check: async target => verifyModel(target, {onProgress: showRead(line)}),
	});
	line[Symbol.dispose]();
	const [before, after] = [await inspectModel(original), await inspectModel(folder)];
	const distance = await compareVariants(original, folder, batch);
	const report = conversionReport(conversion);
	printNotice(
		`${readableBytes(before.diskBytes)} became ${readableBytes(after.diskBytes)}.\n${reportLines(report, distance).join('\n')}\n`,
	);
	printData(isJson ? `${toJson({name, folder, layers: report, distance}, '\t')}\n` : `${folder}\n`);
}

export function typeFrom(given: string | boolean | undefined, flag = '--type'): VariantType {
	const type = variantTypes.find(known => known === given);
	if (type) return type;
	throw new UserError(given === undefined ? `There is no ${flag}.` : `There is no type \`${given}\`.`, {
		hint: `Types are ${variantTypes.join(', ')}.`,
		exitCode: exitCodes.usage,
	});
}

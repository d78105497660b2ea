import {readdir, stat} from 'node:fs/promises';
import path from 'node:path';
import {bytesPerElement} from '../graph/stored-tensor.ts';
import {checkInside, maxBytes, readStart} from './checkpoint/json-file.ts';
import {openWeights, type Weights} from './checkpoint/weights.ts';
import {describeModel, type ModelDescription} from './describe.ts';
import {type DeviceNeeds, needsOf} from './memory-needs.ts';
import {isLarge} from './network/llada.ts';
import {headTable} from './network/llada-graph.ts';
import {type Storage, storageOf} from './variants.ts';

/** Facts of a model from its files, the headers of its weights included, without running it. */
export type ModelInfo = ModelDescription & {
	/** Rows of the head. */
	readonly vocabulary: number;
	/** Parameters of the transformer. */
	readonly parameters: number;
	readonly imageParameters: number;
	/** Element types of the transformer's weights, the commonest first. */
	readonly types: readonly string[];
	/** Bytes of all files. */
	readonly diskBytes: number;
	/** Bytes of memory that a run takes on the CPU, where half-precision weights are widened. */
	readonly cpuBytes: number;
	readonly storage: Storage;
	/** Whether its weights stay as they are stored; those of a small one are made float32 when they are loaded. */
	readonly isLarge: boolean;
	/** The devices that it runs on, and what it takes there. */
	readonly needs: readonly DeviceNeeds[];
	/** As the model card says; empty when it does not. */
	readonly licence: string;
};

/** Read what `folder` says of its model; no weight is read. @throws UserError (exit 65 or 66) */
export async function inspectModel(folder: string): Promise<ModelInfo> {
	const description = await describeModel(folder);
	await checkInside(folder, path.join(folder, 'vqvae', 'config.json'));
	const [weights, images, diskBytes, licence] = await Promise.all([
		openWeights(folder),
		openWeights(path.join(folder, 'vqvae')),
		sizeOf(folder),
		readLicence(folder),
	]);
	const needs = needsOf(description, weights, images);
	return {
		...description,
		storage: storageOf(weights),
		isLarge: isLarge(weights),
		needs,
		vocabulary: headTable(description.config.network, weights).shape[0] ?? 0,
		parameters: parametersOf(weights),
		imageParameters: parametersOf(images),
		types: typesOf(weights),
		diskBytes,
		cpuBytes: needs.find(({device}) => device === 'cpu')?.hostBytes ?? 0,
		licence,
	};
}

const tensorsOf = (weights: Weights) => weights.names.map(name => weights.get(name));

const parametersOf = (weights: Weights): number =>
	tensorsOf(weights)
		.filter(({name}) => !name.endsWith('.scales'))
		// Bytes hold two 4-bit weights each.
		.reduce((sum, {name, type, length}) => sum + (length / bytesPerElement[type]) * (name.endsWith('weight_int4') ? 2 : 1), 0);

function typesOf(weights: Weights): string[] {
	const bytes = new Map<string, number>();
	for (const {type, length} of tensorsOf(weights)) bytes.set(type, (bytes.get(type) ?? 0) + length);
	return [...bytes].sort((a, b) => b[1] - a[1]).map(([type]) => type);
}

async function sizeOf(folder: string): Promise<number> {
	const entries = await readdir(folder, {recursive: true, withFileTypes: true});
	const sizes = await Promise.all(entries.filter(entry => entry.isFile()).map(entry => stat(path.join(entry.parentPath, entry.name))));
	return sizes.reduce((sum, {size}) => sum + size, 0);
}

async function readLicence(folder: string): Promise<string> {
	const card = await readStart(path.join(folder, 'README.md'), maxBytes.card);
	return /^license:\s*["']?([\w .+-]{1,100})/im.exec(card)?.[1]?.trim() ?? '';
}

import {createHash} from 'node:crypto';
import type {Pixels} from '../../../picture/codec.ts';
import {pixelsDigest} from '../../../picture/pixels.ts';
import type {Artwork} from '../../../world/art/draw.ts';
import {createRandom} from '../../../world/random.ts';
import {axesOf, type EvalItem, needs} from '../../parabench/item.ts';
import type {EvalOutput, Outputs} from '../../parabench/output.ts';
import {inputOf} from '../../parabench/pictures.ts';
import type {Axis} from '../../storybook/axes.ts';

/** So many outputs a person judges in an hour. */
const sheetItems = 60;

/** One output as a person is shown it: nothing says whose it is. */
export type SheetEntry = {
	readonly item: EvalItem;
	readonly output: EvalOutput;
	readonly input?: Pixels | undefined;
	/** Axes that can be asked about it. */
	readonly axes: readonly Axis[];
};

/** Outputs for a person to judge. */
export type AuditSheet = {
	/** Tells a filled sheet from that of other outputs. */
	readonly id: string;
	readonly entries: readonly SheetEntry[];
};

/** Up to 60 outputs, as many of each category as there can be, in an order that says nothing; always the same of the same outputs. */
export async function auditSheet(items: readonly EvalItem[], outputs: Outputs, artwork: Artwork): Promise<AuditSheet> {
	const entries: SheetEntry[] = [];
	const hash = createHash('sha256');
	for (const item of stratified(items)) {
		if (entries.length === sheetItems) break;
		const output = await outputs.outputOf(item.id);
		const axes = axesOf(item).filter(
			axis => (output.text !== undefined || !needs[axis].text) && (output.picture !== undefined || !needs[axis].picture),
		);
		if (axes.length === 0) continue;
		hash.update(JSON.stringify([item.id, item.instruction, output.text, output.picture && pixelsDigest(output.picture)]));
		entries.push({item, output, axes, input: await inputOf(item, artwork)});
	}
	return {id: hash.digest('hex').slice(0, 16), entries: createRandom(1).shuffle(entries)};
}

/** All items, one of each category in turn. */
function stratified(items: readonly EvalItem[]): EvalItem[] {
	const random = createRandom(1);
	const groups = new Map<string, EvalItem[]>();
	for (const item of random.shuffle(items)) groups.set(item.category, [...(groups.get(item.category) ?? []), item]);
	const longest = Math.max(0, ...[...groups.values()].map(({length}) => length));
	return Array.from({length: longest}, (_, turn) => [...groups.values()].flatMap(group => group[turn] ?? [])).flat();
}

import {createHash} from 'node:crypto';
import {exitCodes, UserError} from '../../errors.ts';
import {adapterFor, adapters} from './adapters/adapters.ts';
import {type Mapping, mappingSchema, type WrittenItem} from './adapters/mapping.ts';
import {type AdapterName, adapterNames} from './adapters/names.ts';
import {readRecords} from './adapters/read-records.ts';
import {toItem} from './adapters/to-item.ts';
import type {EvalItem} from './item.ts';
import mini from './mini.json' with {type: 'json'};
import {isStorybookRecord, storybookItem} from './storybook-records.ts';

/** The list that comes with the program. */
const miniName = 'parabench-mini';

/** Items, and what tells this list from any other. */
export type ItemList = {
	readonly name: string;
	readonly items: readonly EvalItem[];
	/** sha256 (hex) of all items. */
	readonly digest: string;
	/** Items left out: those that start from several pictures. */
	readonly leftOut: number;
};

/**
A list of items by its file, a folder of KRIS-Bench, or `parabench-mini`; of others' benchmarks by an adapter, which the fields tell unless
it is named, or a mapping file.
@throws UserError: 66 when there is none, 65 for one that cannot be read
*/
export async function readItems(source: string, map?: string): Promise<ItemList> {
	const records: readonly WrittenItem[] =
		source === miniName ? mini.map((fields, index) => ({fields, where: `record ${index + 1}`, folder: '.'})) : await readRecords(source);
	const mapping = await mappingFrom(map);
	const read = records.map(record =>
		isStorybookRecord(record.fields) ? storybookItem(record) : toItem(record, mapping ?? adapterFor(record)),
	);
	const items = read.filter(item => item !== undefined);
	checkIds(items, source);
	const digest = createHash('sha256').update(JSON.stringify(items)).digest('hex');
	return {name: source, items, digest, leftOut: read.length - items.length};
}

async function mappingFrom(map: string | undefined): Promise<Mapping | undefined> {
	if (map === undefined) return undefined;
	if (isAdapter(map)) return adapters[map];
	const [record] = await readRecords(map);
	const {success, data} = mappingSchema.safeParse(record?.fields);
	if (success) return data;
	throw new UserError(`\`${map}\` is no mapping of fields.`, {
		hint: `Name one of ${adapterNames.join(', ')}, or a file such as {"id": "index", "category": "kind", "instruction": "prompt", "image": "file"}.`,
		exitCode: exitCodes.badData,
	});
}

const isAdapter = (name: string): name is AdapterName => adapterNames.some(known => known === name);

function checkIds(items: readonly EvalItem[], source: string): void {
	const seen = new Set<string>();
	for (const {id} of items) {
		if (seen.has(id))
			throw new UserError(`The list \`${source}\` has two items \`${id}\`.`, {hint: 'Give each its own id.', exitCode: exitCodes.badData});
		seen.add(id);
	}
	if (items.length > 0) return;
	throw new UserError(`The list \`${source}\` has no items.`, {hint: 'Write one item a line.', exitCode: exitCodes.badData});
}

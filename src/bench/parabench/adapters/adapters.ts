import adaptersJson from './adapters.json' with {type: 'json'};
import {type Mapping, mappingSchema, type WrittenItem} from './mapping.ts';
import type {AdapterName} from './names.ts';

export const adapters: Readonly<Record<AdapterName, Mapping>> = {
	plain: mappingSchema.parse(adaptersJson.plain),
	parabench: mappingSchema.parse(adaptersJson.parabench),
	rise: mappingSchema.parse(adaptersJson.rise),
	kris: mappingSchema.parse(adaptersJson.kris),
	wise: mappingSchema.parse(adaptersJson.wise),
};

/** The adapter whose fields a record has. */
export function adapterFor({fields}: Pick<WrittenItem, 'fields'>): Mapping {
	const has = (...names: readonly string[]) => names.every(name => Object.hasOwn(fields, name));
	if (has('prompt_id', 'Prompt')) return adapters.wise;
	if (has('ori_img')) return adapters.kris;
	if (has('id', 'category', 'instruction')) return adapters.plain;
	if (has('index', 'category', 'instruction', 'image')) return adapters.rise;
	return adapters.parabench;
}

/**
One request as one writer of the corpus put it, and what it asks for in the world's own terms. `say` and the other fields may hold
slots: a letter for the sort and a digit, such as `n1` for some noun. In `say` slots stand in braces, with "a" or "at" before them.
The fields are those of training/corpus/README.md.
*/
export type VoiceTemplate = {
	readonly writer: string;
	readonly task: 'gen' | 'edit';
	readonly kind: string;
	readonly say: string;
	/** Things of a generation, "[size] [colour] noun [cell]" each, and their relations. */
	readonly things: readonly string[];
	readonly relations: readonly string[];
	readonly place?: string;
	readonly time?: string;
	readonly weather?: string;
	/** More of a kind than one are asked for, which the world cannot draw. */
	readonly count?: number;
	/** Nothing of it can be drawn. */
	readonly impossible?: string;
	/** Scene before an edit: its things, with what is known of them; or the whole scene. */
	readonly before: readonly string[];
	readonly scene?: string;
	readonly ops: readonly string[];
	/** "kind of n1": no other thing has the same. */
	readonly only: readonly string[];
	readonly absent: readonly string[];
	/** No other things are there. */
	readonly isAlone: boolean;
	readonly why?: string;
};

const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter(one => typeof one === 'string') : []);

/** One line of a writer's file, or the same as an object. @throws RangeError when it is no template */
export function parseTemplate(line: string | object, writer: string): VoiceTemplate {
	const found: unknown = typeof line === 'string' ? JSON.parse(line) : line;
	if (typeof found !== 'object' || found === null) throw new RangeError(`Not an object: ${String(line)}`);
	const fields: Readonly<Record<string, unknown>> = {...found};
	const {task, kind, say} = fields;
	if ((task !== 'gen' && task !== 'edit') || typeof kind !== 'string' || typeof say !== 'string')
		throw new RangeError(`Not a request with task, kind and words: ${JSON.stringify(found)}`);
	const optional = (name: string) => (typeof fields[name] === 'string' ? {[name]: fields[name]} : {});
	return {
		writer,
		task,
		kind,
		say,
		things: texts(fields.things),
		relations: texts(fields.relations),
		...optional('place'),
		...optional('time'),
		...optional('weather'),
		...(typeof fields.count === 'number' && {count: fields.count}),
		...optional('impossible'),
		before: texts(fields.before),
		...optional('scene'),
		ops: texts(fields.ops),
		only: texts(fields.only),
		absent: texts(fields.absent),
		isAlone: fields.alone === true || fields.empty === true,
		...optional('why'),
	};
}

/** Every text of a template in which a slot may stand. */
export const textsOf = ({say, things, relations, place, time, weather, before, ops, only, absent}: VoiceTemplate): readonly string[] => [
	...[...say.matchAll(/\{([^}]*)\}/g)].map(([, inside = '']) => inside.replace(/\b([nkgm]\d)s\b/g, '$1')),
	...things,
	...relations,
	...[place, time, weather].filter(text => text !== undefined),
	...before,
	...ops,
	...only,
	...absent,
];

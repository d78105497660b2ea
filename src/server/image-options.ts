import {choice, type Field, toggle, valueFrom, whole} from '../events/fields.ts';
import {Refusal} from './refusal.ts';

/** Options of the OpenAI API that say how a picture is handed over. */
export type ImageOptions = {
	readonly isStream: boolean;
	/** Pictures on the way to each one. */
	readonly partials: number;
	readonly handedAs: 'b64_json' | 'url';
	readonly format: 'png' | 'jpeg' | 'webp';
	/** Name of the model that was asked for. */
	readonly model: string | undefined;
};

/** @throws SettingError, or Refusal for a picture that cannot be made */
export function imageOptions(fields: Readonly<Record<string, unknown>>): ImageOptions {
	const read = <Value>(name: string, field: Field<Value>): Value | undefined =>
		fields[name] === undefined || fields[name] === '' ? undefined : valueFrom(name, field, fields[name]);
	if (fields.background === 'transparent') throw new Refusal(400, 'Pictures have no transparent ground here.', 'Leave out `background`.');
	return {
		isStream: read('stream', toggle()) ?? false,
		partials: read('partial_images', whole(0, 3)) ?? 0,
		handedAs: read('response_format', choice(['b64_json', 'url'])) ?? 'b64_json',
		format: read('output_format', choice(['png', 'jpeg', 'webp'])) ?? 'png',
		model: typeof fields.model === 'string' && fields.model !== '' ? fields.model : undefined,
	};
}

/** Qualities of the OpenAI API in words of ours; others of its words leave it to the model. */
const qualities: Readonly<Record<string, string | undefined>> = {high: 'best', hd: 'best', medium: 'balanced', low: 'fast'};
const without = ['auto', 'standard'];

/** The fields with OpenAI's words for a quality in ours. */
export function withOwnQuality(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
	const {quality, ...others} = fields;
	if (typeof quality !== 'string') return fields;
	return without.includes(quality) ? others : {...others, quality: qualities[quality] ?? quality};
}

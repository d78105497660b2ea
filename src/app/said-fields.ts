import {field, SettingError, say} from '../errors.ts';
import {type Field, valueFrom} from '../events/fields.ts';
import {type SettingFlag, settingsFrom} from '../events/settings.ts';
import type {AskedRequest, RepaintOption} from './request.ts';
import {requestFields} from './request-fields.ts';

/** Fields as a door has them: values, or texts that say them. */
export type GivenFields = {readonly [Name in keyof typeof requestFields | SettingFlag]?: unknown};

/** The part of a request that fields give, by their names on the command line and in lists of jobs; without what they leave out. @throws SettingError */
export function askedBy(from: GivenFields) {
	const read = <Value>(name: keyof typeof requestFields, kind: Field<Value>) => fieldFrom(from, name, kind);
	return said({
		seed: read('seed', requestFields.seed),
		settings: settingsFrom(from),
		textLength: read('text-length', requestFields['text-length']),
		repaint: repaintFrom(from),
		device: read('device', requestFields.device),
		threads: read('threads', requestFields.threads),
		isStrict: read('strict', requestFields.strict),
		isAgreed: read('yes', requestFields.yes),
		count: read('count', requestFields.count),
		tries: read('tries', requestFields.tries),
		output: said({
			size: read('size', requestFields.size),
			fit: read('fit', requestFields.fit),
			hasMetadata: read('metadata', requestFields.metadata),
			hasAiMark: read('ai-mark', requestFields['ai-mark']),
			hasMarkdown: read('markdown', requestFields.markdown),
		}),
	}) satisfies AskedRequest;
}

const fieldFrom = <Value>(from: {readonly [name: string]: unknown}, name: string, kind: Field<Value>): Value | undefined =>
	from[name] === undefined ? undefined : valueFrom(name, kind, from[name]);

/** Without the keys that hold nothing: those stand in for nothing. */
const said = <Values extends object>(values: Values): Partial<Values> =>
	Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<Values>;

/** The part that an edit changes, by one of three fields. @throws SettingError */
function repaintFrom(from: GivenFields): RepaintOption | undefined {
	const [one, other] = (['mask', 'mask-box', 'region', 'inpaint', 'outpaint'] as const).filter(name => from[name] !== undefined);
	if (one && other) throw new SettingError(say`${field(one)} and ${field(other)} exclude each other.`, {hint: say`Choose one.`});
	const isInverted = fieldFrom(from, 'invert-mask', requestFields['invert-mask']) === true;
	if (isInverted && (one === undefined || one === 'inpaint' || one === 'outpaint')) {
		const hint = say`Give ${field('mask')}, ${field('mask-box')} or ${field('region')} too.`;
		throw new SettingError(say`${field('invert-mask')} exchanges the two sides of a mask.`, {hint});
	}
	const inversion = isInverted ? {isInverted} : {};
	const maskFile = fieldFrom(from, 'mask', requestFields.mask);
	if (maskFile !== undefined) return {maskFile, ...inversion};
	const box = fieldFrom(from, 'mask-box', requestFields['mask-box']);
	if (box) return {box, ...inversion};
	const region = fieldFrom(from, 'region', requestFields.region);
	if (region) return {region, ...inversion};
	const inside = fieldFrom(from, 'inpaint', requestFields.inpaint);
	if (inside) return {mode: 'inpainting', ...inside};
	const outside = fieldFrom(from, 'outpaint', requestFields.outpaint);
	return outside && {mode: 'outpainting', ...outside};
}

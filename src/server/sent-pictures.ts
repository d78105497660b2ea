import type {Form} from './form.ts';
import {Refusal} from './refusal.ts';

/** The pictures that a request carries. */
export type SentPictures = {readonly image: Uint8Array | undefined; readonly mask: Uint8Array | undefined};

/** Names of fields that hold pictures. */
const pictureFields = ['image', 'image[]', 'images', 'mask'];

/**
The picture to edit and its mask: parts of a form, or data URLs in JSON. A picture is never named by a path or an address: nothing on this
machine is read for a client, and nothing is fetched.
@throws Refusal (400)
*/
export function sentPictures({fields, files}: Form): SentPictures {
	const unknown = files.find(({field}) => !pictureFields.includes(field));
	if (unknown) throw new Refusal(400, `The file in \`${unknown.field.slice(0, 40)}\` has no use.`, 'Send pictures as `image` and `mask`.');
	const of = (names: readonly string[]) => [
		...files.filter(({field}) => names.includes(field)).map(({bytes}) => bytes),
		...names.flatMap(name => picturesIn(fields[name], name)),
	];
	const images = of(['image', 'image[]', 'images']);
	const masks = of(['mask']);
	if (images.length > 1) throw new Refusal(400, `There are ${images.length} pictures, and the model edits one.`, 'Send one as `image`.');
	if (masks.length > 1) throw new Refusal(400, `There are ${masks.length} masks, and one picture.`, 'Send one as `mask`.');
	return {image: images[0], mask: masks[0]};
}

/** @param depth - levels of lists and objects above it: a client may send thousands */
function picturesIn(value: unknown, name: string, depth = 0): Uint8Array[] {
	if (depth > deepest) throw notAPicture(name);
	if (value === undefined || value === '') return [];
	if (Array.isArray(value)) return value.flatMap((one: unknown) => picturesIn(one, name, depth + 1));
	if (typeof value === 'object' && value !== null) {
		if ('image_url' in value) return picturesIn(value.image_url, name, depth + 1);
		if ('url' in value) return picturesIn(value.url, name, depth + 1);
		if ('b64_json' in value) return picturesIn(value.b64_json, name, depth + 1);
	}
	if (typeof value === 'string') return [bytesOf(value, name)];
	throw notAPicture(name);
}

/** A list of objects with an address each: no client nests pictures more. */
const deepest = 3;

function bytesOf(text: string, name: string): Uint8Array {
	const end = text.startsWith('data:') ? text.indexOf(',') : -1;
	if (end > 200 || (end !== -1 && !/^data:[\w/.+;=-]*;base64$/i.test(text.slice(0, end)))) throw notAPicture(name);
	// Some encoders break lines.
	const encoded = text.slice(end + 1).replace(/\s+/g, '');
	if (!/^[A-Za-z0-9+/_-]{16,}={0,2}$/.test(encoded)) throw notAPicture(name);
	return Buffer.from(encoded, 'base64');
}

const notAPicture = (name: string) =>
	new Refusal(400, `\`${name.replace('[]', '')}\` is no picture.`, 'Send a file of a form, or a data URL: `data:image/png;base64,...`.');

import {SaxesParser, type SaxesTagNS} from 'saxes';
import {namespaces, sourceTypes, type XmpTexts} from './xmp.ts';

const rdf = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
/** Most of a packet that is read (characters): programs that keep the history of a picture write some megabytes. */
const longestPacket = 16_000_000;
/** A prefix is looked for in every element around, so depth costs its square. */
const deepest = 64;

/** `urn:mmada:xmp:1/`: some programs end a namespace as they think it should. */
const plainUri = (uri: string): string => uri.replace(/[/#]$/, '');
const prefixes = new Map(Object.entries(namespaces).map(([prefix, uri]) => [plainUri(uri), prefix]));

/**
The facts that `xmpPacket` wrote, as far as the packet has them, even if other programs rewrote it: as elements or attributes, with other
prefixes, in several descriptions, as lists. Others' facts are ignored, and a damaged packet is read up to the damage.
*/
export function readXmp(packet: string): {readonly texts: XmpTexts; readonly sourceType?: string} {
	const found = propertiesOf(packet);
	const {'Iptc4xmpExt:DigitalSourceType': source, ...texts} = found;
	const sourceType = source?.trim().startsWith(sourceTypes) ? /^\w+$/.exec(source.trim().slice(sourceTypes.length))?.[0] : undefined;
	return {texts, ...(sourceType !== undefined && {sourceType})};
}

/** The properties of the picture itself, by qualified name; of a list the first. Those of parts and ancestors lie deeper. */
function propertiesOf(packet: string): Record<string, string> {
	const found: Record<string, string> = {};
	if (packet.length > longestPacket) return found;
	const keep = (name: string | undefined, text: string) => {
		if (name !== undefined && !Object.hasOwn(found, name)) found[name] = text;
	};
	const parser = new SaxesParser({xmlns: true, position: false});
	const path: SaxesTagNS[] = [];
	/** The property that is being read, at which depth, and its text: its own, or of its first item. */
	let open: {readonly name: string; readonly depth: number; own: string; item?: string; itemDepth?: number} | undefined;
	parser.on('opentag', tag => {
		path.push(tag);
		if (path.length > deepest) throw new RangeError('The packet is too deep.');
		if (open) {
			if (isItem(tag) && open.item === undefined && path.slice(open.depth, -1).every(isContainer)) {
				open.item = '';
				open.itemDepth = path.length;
			}
			return;
		}
		const isDescription = isRdf(tag, 'Description') && isRdf(path.at(-2), 'RDF');
		if (isDescription) for (const {uri, local, value} of Object.values(tag.attributes)) keep(ours(uri, local), value);
		const name = isRdf(path.at(-2), 'Description') && isRdf(path.at(-3), 'RDF') ? ours(tag.uri, tag.local) : undefined;
		if (name === undefined) return;
		open = {name, depth: path.length, own: ''};
		const linked = Object.values(tag.attributes).find(({uri, local}) => uri === rdf && (local === 'resource' || local === 'value'));
		if (linked) open.item = linked.value;
	});
	const read = (text: string) => {
		if (open?.itemDepth === path.length) open.item += text;
		else if (open?.depth === path.length) open.own += text;
	};
	parser.on('text', read);
	parser.on('cdata', read);
	parser.on('closetag', () => {
		if (open?.depth === path.length) {
			keep(open.name, open.item ?? open.own);
			open = undefined;
		} else if (open?.itemDepth === path.length) open.itemDepth = -1;
		path.pop();
	});
	try {
		parser.write(packet.replace(/^\uFEFF/, '')).close();
	} catch {
		// Told by what is missing.
	}
	return found;
}

function ours(uri: string, local: string): string | undefined {
	const prefix = prefixes.get(plainUri(uri));
	return prefix && `${prefix}:${local}`;
}

const isRdf = (tag: SaxesTagNS | undefined, local: string): boolean => tag?.uri === rdf && tag.local === local;
const isItem = (tag: SaxesTagNS): boolean => isRdf(tag, 'li') || isRdf(tag, 'value');
const isContainer = (tag: SaxesTagNS): boolean => ['Alt', 'Seq', 'Bag', 'Description'].some(local => isRdf(tag, local));

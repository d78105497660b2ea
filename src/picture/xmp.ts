/** Texts that go into an XMP packet as elements, by qualified name: `dc:description`, `mmada:origin`. */
export type XmpTexts = Readonly<Record<string, string>>;

/** By the prefix that they have here; others may give them another. */
export const namespaces = {
	dc: 'http://purl.org/dc/elements/1.1/',
	xmp: 'http://ns.adobe.com/xap/1.0/',
	mmada: 'urn:mmada:xmp:1',
	Iptc4xmpExt: 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/',
};

/** IPTC digital source types: https://cv.iptc.org/newscodes/digitalsourcetype/ */
export type SourceType = 'trainedAlgorithmicMedia' | 'compositeWithTrainedAlgorithmicMedia';
export const sourceTypes = 'http://cv.iptc.org/newscodes/digitalsourcetype/';

/** An XMP packet with the mark of how a picture was made, and texts. */
export function xmpPacket(texts: XmpTexts, sourceType?: SourceType): string {
	const used = Object.entries(namespaces).filter(
		([prefix]) => (prefix === 'Iptc4xmpExt' && sourceType !== undefined) || Object.keys(texts).some(name => name.startsWith(`${prefix}:`)),
	);
	return [
		'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
		`<rdf:Description rdf:about=""${used.map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`).join('')}`,
		sourceType === undefined ? '>' : ` Iptc4xmpExt:DigitalSourceType="${sourceTypes}${sourceType}">`,
		...Object.entries(texts).map(([name, text]) => element(name, escapeXml(text))),
		'</rdf:Description></rdf:RDF></x:xmpmeta>',
	].join('');
}

/** The description of a picture is a list of languages. */
const element = (name: string, text: string) =>
	name === 'dc:description'
		? `<${name}><rdf:Alt><rdf:li xml:lang="x-default">${text}</rdf:li></rdf:Alt></${name}>`
		: `<${name}>${text}</${name}>`;

/** Characters that XML 1.0 cannot hold, not even escaped. */
const unwritable = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
const entities = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;'};

function escapeXml(text: string): string {
	return text.replace(unwritable, '').replace(/[&<>"\r]/g, character => entities[character as keyof typeof entities]);
}

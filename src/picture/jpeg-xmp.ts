const identifier = Buffer.from('http://ns.adobe.com/xap/1.0/\0', 'latin1');
const maxSegmentBytes = 65_533;

/** The JPEG with the first of these XMP packets that fits into one segment (the encoder drops those near the limit without a word). */
export function addJpegXmp(jpeg: Uint8Array, packets: readonly (string | undefined)[]): Uint8Array {
	for (const packet of packets) {
		if (packet === undefined) continue;
		const data = Buffer.concat([identifier, Buffer.from(packet, 'utf8')]);
		if (data.length > maxSegmentBytes) continue;
		const head = Buffer.alloc(4);
		head.writeUInt16BE(0xffe1, 0);
		head.writeUInt16BE(data.length + 2, 2);
		const start = afterHeader(jpeg);
		return Buffer.concat([jpeg.subarray(0, start), head, data, jpeg.subarray(start)]);
	}
	return jpeg;
}

/** Behind the start marker and the JFIF segment, which must come first. */
function afterHeader(jpeg: Uint8Array): number {
	const isJfif = jpeg[2] === 0xff && jpeg[3] === 0xe0;
	return isJfif ? 4 + jpeg[4]! * 256 + jpeg[5]! : 2;
}

const extension = Buffer.from('http://ns.adobe.com/xmp/extension/\0', 'latin1');
const idLength = 32;
/** Most of what is put together (bytes); lengths in a file are what it claims. */
const maxExtendedBytes = 16_000_000;

/**
Packet that other programs put beside the packet of a JPEG without room for all (Adobe's extended XMP), if the packet names it.
@param packet - The packet itself
*/
export function readExtendedXmp(jpeg: Uint8Array, packet: string): string | undefined {
	let [extended, filled] = [new Uint8Array(), 0];
	for (const data of applicationSegments(jpeg)) {
		if (!extension.equals(data.subarray(0, extension.length))) continue;
		const body = data.subarray(extension.length);
		if (body.length < idLength + 8 || !packet.includes(Buffer.from(body.subarray(0, idLength)).toString('latin1'))) continue;
		const numbers = new DataView(body.buffer, body.byteOffset + idLength, 8);
		const [length, start] = [numbers.getUint32(0), numbers.getUint32(4)];
		const part = body.subarray(idLength + 8);
		if (length > maxExtendedBytes || start + part.length > length) return undefined;
		if (extended.length === 0) extended = new Uint8Array(length);
		if (extended.length !== length) return undefined;
		extended.set(part, start);
		filled += part.length;
	}
	return filled > 0 && filled === extended.length ? Buffer.from(extended).toString('utf8') : undefined;
}

/** Content of the APP1 segments before the picture. */
function* applicationSegments(jpeg: Uint8Array): Generator<Uint8Array> {
	for (let at = 2; at + 4 <= jpeg.length && jpeg[at] === 0xff && jpeg[at + 1] !== 0xda; ) {
		const length = jpeg[at + 2]! * 256 + jpeg[at + 3]!;
		if (length < 2 || at + 2 + length > jpeg.length) return;
		if (jpeg[at + 1] === 0xe1) yield jpeg.subarray(at + 4, at + 2 + length);
		at += 2 + length;
	}
}

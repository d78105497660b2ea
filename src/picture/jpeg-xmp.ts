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

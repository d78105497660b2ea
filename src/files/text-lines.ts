/**
The lines of a stream of UTF-8, each when it is whole; the last one need not end. Undefined stands for one of more than `maxBytes`, which is
passed over.
*/
export async function* textLines(
	chunks: AsyncIterable<Uint8Array>,
	{maxBytes}: {readonly maxBytes: number},
): AsyncGenerator<string | undefined, void> {
	let pieces: Buffer[] = [];
	let length = 0;
	const take = () => {
		const line = length > maxBytes ? undefined : Buffer.concat(pieces).toString('utf8');
		[pieces, length] = [[], 0];
		return line;
	};
	const add = (piece: Buffer) => {
		length += piece.length;
		if (length <= maxBytes) pieces.push(piece);
		else pieces = [];
	};
	for await (const chunk of chunks) {
		const bytes = Buffer.from(chunk);
		let start = 0;
		for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, start)) {
			add(bytes.subarray(start, end));
			yield take();
			start = end + 1;
		}
		add(bytes.subarray(start));
	}
	if (length > 0) yield take();
}

const newline = 0x0a;

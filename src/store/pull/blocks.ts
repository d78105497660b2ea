import type {Taker} from './exchange.ts';
import type {PartFile} from './part-file.ts';

/** Bytes written at once. */
const blockBytes = 2 ** 20;
/** Blocks of one range that may wait for the disk before the network has to. */
const mostWaiting = 2;

/** Blocks of memory that are free. */
export type BlockPool = Uint8Array[];

type Place = {
	/** Offset of the first byte. */
	readonly start: number;
	readonly pool: BlockPool;
	/** Told whenever more is written. */
	readonly told: () => void;
};

/** Write bytes that follow on each other in blocks: one is written while the next one comes. */
export function blocksInto(part: PartFile, {start, pool, told}: Place) {
	/** Offset of the next byte; all before it is written, or is being written. */
	let at = start;
	let block: Uint8Array | undefined;
	let filled = 0;
	let waiting = 0;
	/** Writes under way, one after the other; failed for good, once one has. */
	let writing: Promise<void> = Promise.resolve();
	const begin = () => {
		if (!block || filled === 0) return;
		const [full, place] = [block.subarray(0, filled), at];
		const memory = block;
		at += filled;
		waiting++;
		[block, filled] = [undefined, 0];
		writing = writing.then(async () => {
			await part.write(place, [full]);
			waiting--;
			pool.push(memory);
			told();
		});
		// The next one who waits for it throws what was wrong.
		writing.catch(() => {});
	};
	const take: Taker = bytes => {
		for (let taken = 0; taken < bytes.length; ) {
			block ??= pool.pop() ?? Buffer.allocUnsafeSlow(blockBytes);
			const piece = bytes.subarray(taken, taken + block.length - filled);
			block.set(piece, filled);
			taken += piece.length;
			filled += piece.length;
			if (filled === block.length) begin();
		}
		return waiting > mostWaiting ? writing : undefined;
	};
	return {
		take,
		at: () => at,
		async finish(): Promise<void> {
			begin();
			await writing;
		},
	};
}

/** A seeded stream of draws for making scenes and sentences. (Decoding has its own, counter-based one.) */
export type Random = {
	/** Uniform in [0, 1). */
	next(): number;
	/** Uniform integer in [0, count). */
	int(count: number): number;
	pick<Item>(items: readonly Item[]): Item;
	chance(probability: number): boolean;
	shuffle<Item>(items: readonly Item[]): Item[];
};

/** 32-bit avalanche hash (murmur3's finaliser). */
export function mix(value: number): number {
	let x = value | 0;
	x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
	x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
	return (x ^ (x >>> 16)) >>> 0;
}

/** A Weyl sequence through `mix`, one stream per seed (any number; its 53-bit integer part counts). */
export function createRandom(seed: number): Random {
	let state = mix(mix(seed % 2 ** 32) ^ Math.floor(seed / 2 ** 32));
	const next = () => {
		state = (state + 0x9e3779b9) | 0;
		return (mix(state) * 2 ** 21 + (mix(state ^ 0x5bf03635) >>> 11)) / 2 ** 53;
	};
	const int = (count: number) => Math.floor(next() * count);
	return {
		next,
		int,
		pick: items => {
			const item = items[int(items.length)];
			if (item === undefined) throw new RangeError('Cannot pick from an empty list.');
			return item;
		},
		chance: probability => next() < probability,
		shuffle: items => {
			const copy = [...items];
			for (let i = copy.length - 1; i > 0; i--) {
				const j = int(i + 1);
				[copy[i], copy[j]] = [copy[j]!, copy[i]!];
			}
			return copy;
		},
	};
}

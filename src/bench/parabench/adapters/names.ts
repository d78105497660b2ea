/** Benchmarks that can be read by name: RISEBench, KRIS-Bench, WISE_Verified, ParaBench by the names that its fields are likely to have, and lists of one's own. */
export const adapterNames = ['plain', 'parabench', 'rise', 'kris', 'wise'] as const;
export type AdapterName = (typeof adapterNames)[number];

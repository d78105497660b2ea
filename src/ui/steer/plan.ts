import type {RunEvent} from '../../events/events.ts';
import type {Agreed, Look, LookWord} from '../../events/look.ts';

export type Intervention = Extract<RunEvent, {type: 'steered'}>['intervention'];

/** Changes that a person has put together, and that were not made yet. Words by the rows of their tokens, codes row-major. */
export type Plan = {
	readonly written: readonly {readonly row: number; readonly id: number}[];
	/** Written words as they read, by the first row of each. */
	readonly texts: ReadonlyMap<number, string>;
	/** To be masked again. */
	readonly words: ReadonlySet<number>;
	readonly codes: ReadonlySet<number>;
	/** To be kept as they are. */
	readonly keptWords: ReadonlySet<number>;
	readonly keptCodes: ReadonlySet<number>;
	/** Codes of these, and masked ones, that the input picture of an edit is not to decide. */
	readonly free: ReadonlySet<number>;
	readonly instruction?: string;
	readonly guidanceText?: number;
	/** Words in masked places that would come by themselves, and that written ones were found among. */
	readonly foreseen?: Agreed['foreseen'];
	/** Whether what comes later is to agree with the written words, too: unless what agrees with them was taken away. */
	readonly isLasting: boolean;
};

export const emptyPlan: Plan = {
	written: [],
	texts: new Map(),
	words: new Set(),
	codes: new Set(),
	keptWords: new Set(),
	keptCodes: new Set(),
	free: new Set(),
	isLasting: true,
};

export const rowsOf = ({row, length}: LookWord): number[] => Array.from({length}, (_, index) => row + index);

/** The plan with a change of words or of the instruction, and all that goes with it; what was kept by hand is. */
export function withAgreed(plan: Plan, {written, words, codes, free = [], instruction, foreseen}: Agreed, look: Look, text?: string): Plan {
	const rows = new Set(written.map(({row}) => row));
	const starts = look.words.filter(({row}) => rows.has(row)).map(({row}) => row);
	return {
		...plan,
		written: [...plan.written.filter(({row}) => !rows.has(row)), ...written],
		texts: new Map([...plan.texts, ...(text === undefined ? [] : starts.map(row => [row, text] as const))]),
		words: union(
			without(plan.words, rows),
			words.filter(row => !rows.has(row) && !plan.keptWords.has(row) && !isWritten(plan, row)),
		),
		codes: union(
			plan.codes,
			codes.filter(code => !plan.keptCodes.has(code)),
		),
		keptWords: without(plan.keptWords, rows),
		free: union(plan.free, free),
		...(instruction !== undefined && {instruction}),
		...(foreseen && {foreseen}),
	};
}

export const withoutMask = (plan: Plan, word: LookWord): Plan => ({
	...plan,
	words: without(plan.words, new Set(rowsOf(word))),
	isLasting: false,
});

/** The plan with a word as it was, and as it is to stay. */
export function withKept(plan: Plan, word: LookWord): Plan {
	const rows = new Set(rowsOf(word));
	const texts = new Map(plan.texts);
	texts.delete(word.row);
	return {
		...plan,
		texts,
		written: plan.written.filter(({row}) => !rows.has(row)),
		words: without(plan.words, rows),
		keptWords: union(plan.keptWords, rows),
	};
}

export const withoutKept = (plan: Plan, word: LookWord): Plan => ({
	...plan,
	keptWords: without(plan.keptWords, new Set(rowsOf(word))),
});

export const withCodes = (plan: Plan, codes: readonly number[], isMasked: boolean): Plan => {
	const some = new Set(codes);
	return {
		...plan,
		codes: isMasked ? union(plan.codes, some) : without(plan.codes, some),
		keptCodes: without(plan.keptCodes, some),
		isLasting: plan.isLasting && isMasked,
	};
};

export const withKeptCodes = (plan: Plan, codes: readonly number[], isKept: boolean): Plan => {
	const some = new Set(codes);
	return {...plan, codes: without(plan.codes, some), keptCodes: isKept ? union(plan.keptCodes, some) : without(plan.keptCodes, some)};
};

export const isWritten = ({written}: Plan, row: number): boolean => written.some(each => each.row === row);

/** The changes in the order in which they are to be made: what may be refused first, and what is kept before anything is masked. */
export function interventionsOf(plan: Plan, {textIds, codes}: Pick<Look, 'textIds' | 'codes'>): Intervention[] {
	const kept = [...plan.keptWords].flatMap(row => {
		const id = textIds[row];
		return id === null || id === undefined ? [] : [{row, id}];
	});
	const words = [...plan.written, ...kept];
	const isLasting = plan.isLasting && plan.written.length > 0;
	const free = sorted(plan.free).filter(code => plan.codes.has(code) || codes[code] === null);
	const masked = sorted(plan.codes).filter(code => !plan.free.has(code));
	return [
		...(plan.instruction === undefined ? [] : [{type: 'instruction' as const, instruction: plan.instruction}]),
		...(plan.guidanceText === undefined ? [] : [{type: 'guidance' as const, guidanceText: plan.guidanceText}]),
		...(plan.foreseen ? [{type: 'writeWords' as const, words: plan.foreseen, isForeseen: true}] : []),
		...(words.length === 0 ? [] : [{type: 'writeWords' as const, words, ...(isLasting && {isLasting})}]),
		...(plan.keptCodes.size === 0 ? [] : [{type: 'fixCodes' as const, rows: sorted(plan.keptCodes)}]),
		...(plan.words.size === 0 ? [] : [{type: 'maskWords' as const, rows: sorted(plan.words)}]),
		...(masked.length === 0 ? [] : [{type: 'maskCodes' as const, rows: masked}]),
		...(free.length === 0 ? [] : [{type: 'maskCodes' as const, rows: free, withoutInput: true}]),
	];
}

const sorted = (numbers: Iterable<number>): number[] => [...numbers].sort((a, b) => a - b);
const union = (numbers: Iterable<number>, more: Iterable<number>): Set<number> => new Set([...numbers, ...more]);
const without = (numbers: Iterable<number>, some: ReadonlySet<number>): Set<number> =>
	new Set([...numbers].filter(each => !some.has(each)));

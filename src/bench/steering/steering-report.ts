import {columns} from '../report/columns.ts';
import {meanOf, type Proportion, proportion} from '../statistics/estimate.ts';
import {type Kind, kinds} from './change.ts';
import {type Seat, seats} from './request.ts';
import {type SteeredExercise, type Way, type WayOutcome, ways} from './steer-exercise.ts';

/** Outcomes of many exercises in one way. */
export type WaySummary = {
	readonly text: Proportion;
	readonly picture: Proportion;
	/** Both follow. */
	readonly both: Proportion;
	/** Facts that the change was not about and that stay, as shares of all of them. */
	readonly kept: Proportion;
	readonly passes: number;
};
export type SteeringReport = {
	readonly n: number;
	readonly ways: Readonly<Record<Way, WaySummary>>;
	/** The way `agreed` by kind of change. */
	readonly kinds: Readonly<Partial<Record<Kind, WaySummary>>>;
	/** The same by where the change was made. */
	readonly seats: Readonly<Partial<Record<Seat, WaySummary>>>;
	/** Share of pictures that follow, by eighths of the run that were done and by way. */
	readonly steps: readonly {readonly eighth: number; readonly n: number; readonly pictures: Readonly<Record<Way, Proportion>>}[];
	/** Codes that agree, as they are found, against the meaning that they have. */
	readonly codes: {readonly precision: Proportion; readonly recall: Proportion};
};

/** @throws RangeError without exercises */
export function steeringReport(all: readonly SteeredExercise[]): SteeringReport {
	const eighths = [...new Set(all.map(({eighth}) => eighth))].sort((a, b) => a - b);
	const total = (part: 'found' | 'known' | 'both') => all.reduce((sum, {codes}) => sum + codes[part], 0);
	const perWay = <Value>(of: (way: Way) => Value) => Object.fromEntries(ways.map(way => [way, of(way)])) as Record<Way, Value>;
	const agreed = <Key extends string>(keys: readonly Key[], keyOf: (one: SteeredExercise) => Key) =>
		Object.fromEntries(
			keys.flatMap(key => {
				const some = all.filter(one => keyOf(one) === key);
				return some.length > 0 ? [[key, summaryOf(some.map(one => one.ways.agreed))]] : [];
			}),
		) as Partial<Record<Key, WaySummary>>;
	return {
		n: all.length,
		ways: perWay(way => summaryOf(all.map(one => one.ways[way]))),
		kinds: agreed(kinds, ({kind}) => kind),
		seats: agreed(seats, ({seat}) => seat),
		steps: eighths.map(eighth => {
			const some = all.filter(one => one.eighth === eighth);
			return {eighth, n: some.length, pictures: perWay(way => proportion(some.map(one => one.ways[way].picture)))};
		}),
		codes: {precision: shareOf(total('both'), total('found')), recall: shareOf(total('both'), total('known'))},
	};
}

const summaryOf = (outcomes: readonly WayOutcome[]): WaySummary => ({
	text: proportion(outcomes.map(({text}) => text)),
	picture: proportion(outcomes.map(({picture}) => picture)),
	both: proportion(outcomes.map(({text, picture}) => text && picture)),
	kept: shareOf(
		outcomes.reduce((sum, {kept}) => sum + kept, 0),
		outcomes.reduce((sum, {of}) => sum + of, 0),
	),
	passes: meanOf(outcomes.map(({passes}) => passes)),
});

/** A share of nothing counts as whole. */
const shareOf = (count: number, n: number): Proportion =>
	n === 0 ? {rate: 1, low: 0, high: 1, count, n} : proportion(Array.from({length: n}, (_, index) => index < count));

/** Names of the ways, for people. */
export const wayNames: Readonly<Record<Way, string>> = {
	word: 'the word alone',
	words: 'and the words that agree',
	agreed: 'and the codes that agree',
	over: 'starting over',
	edit: 'editing the picture',
};

/** Names of the seats, for people. */
const seatNames: Readonly<Record<Seat, string>> = {
	scene: 'a word of the final scene',
	mention: 'an earlier mention of it',
	guess: 'a guess at a word that is masked',
	instruction: 'the instruction: no word says it yet',
	thought: 'the whole thought written anew',
};

/** The report as people read it in a terminal, line by line. */
export function steeringLines({n, ways: byWay, kinds: byKind, seats: bySeat, steps, codes}: SteeringReport): string[] {
	const head = ['n', 'text', 'picture', 'both', '95 % interval', 'rest stays', 'passes'];
	const row = ({text, picture, both, kept, passes}: WaySummary) => [
		...[both.n, percent(text), percent(picture), percent(both), `${(100 * both.low).toFixed(1)} - ${(100 * both.high).toFixed(1)}`],
		...[percent(kept), passes.toFixed(1)],
	];
	const cells = (values: readonly (string | number)[]) => values.map(String);
	return [
		`${n} runs changed on their way; what follows, in %, and passes more than without:`,
		'',
		...columns([['changed', ...head], ...ways.map(way => [wayNames[way], ...cells(row(byWay[way]))])]),
		'',
		...columns([['agreed, by kind', ...head], ...Object.entries(byKind).map(([kind, summary]) => [kind, ...cells(row(summary))])]),
		'',
		...columns([['agreed, by what was changed', ...head], ...seatRows(bySeat).map(([name, summary]) => [name, ...cells(row(summary))])]),
		'',
		...columns([
			['pictures that follow', 'n', ...ways.slice(0, 3).map(way => wayNames[way])],
			...steps.map(({eighth, n: some, pictures}) => [
				`step ${eighth}/8`,
				String(some),
				...ways.slice(0, 3).map(way => percent(pictures[way])),
			]),
		]),
		'',
		`codes that agree: precision ${percent(codes.precision)} of ${codes.precision.n}, recall ${percent(codes.recall)} of ${codes.recall.n}`,
	];
}

/** Summaries by the names of their seats. */
export const seatRows = (bySeat: SteeringReport['seats']): (readonly [string, WaySummary])[] =>
	seats.flatMap(seat => {
		const summary = bySeat[seat];
		return summary ? [[seatNames[seat], summary] as const] : [];
	});

export const percent = ({rate}: Proportion): string => (100 * rate).toFixed(1);

import type {Random} from '../random.ts';
import type {VoiceTemplate} from './template.ts';

/** Words between two requests that are both meant. */
const joints = [
	...[
		' and ',
		' and ',
		', and ',
		' and then ',
		'. then ',
		', then ',
		', ',
		'. ',
		'. also ',
		', also ',
		'; ',
		' plus ',
		'. and ',
		' & ',
		'... ',
	],
	...[
		', after that ',
		'. next, ',
		', as well as ',
		'. oh and ',
		' + ',
		'. besides, ',
		', at the same time ',
		' - and ',
		', while you are at it ',
		' ',
	],
];

/** Words between two requests of which the first is taken back. */
const retractions = [
	...[
		', no wait, ',
		'. no, forget that, ',
		', scratch that, ',
		'. on second thought, ',
		'... actually no, ',
		', never mind, ',
		'. sorry, i meant ',
	],
	...[
		' - no, instead ',
		'. hmm no. rather ',
		', oh no, not that: ',
		'. changed my mind: ',
		', i mean ',
		'. no no, ',
		'. wrong, i want ',
		' uh no ',
	],
	...['. strike that, ', '. wait, that is wrong, ', ', or no, better ', ' nope, ', '. let me say it anew: ', ', correction: ', '. oops, '],
];

/** Longest words, in characters, that are put together with others: both have to fit the instruction's length. */
const longestSay = 70;

/** Whether a request is one change that can be asked for beside another. */
const isSimple = ({task, scene, ops, only, isAlone, say}: VoiceTemplate) =>
	task === 'edit' &&
	scene === undefined &&
	ops.length === 1 &&
	ops[0] !== 'nothing' &&
	only.length === 0 &&
	!isAlone &&
	say.length < longestSay;

/** Slots of the second request get names of their own. */
const rename = (text: string) =>
	text.replace(/\b([nkgmcsptwx])([1-4])(?=s?\b)/g, (_, sort: string, digit: string) => `${sort}${Number(digit) + 5}`);

const unfinished = (say: string) => say.replace(/[.!?]+$/, '');

/** Two requests as one; undefined where they do not go together. */
export function together(random: Random, first: VoiceTemplate, second: VoiceTemplate): VoiceTemplate | undefined {
	if (!isSimple(first) || !isSimple(second)) return;
	const [one, other] = [first, second].map(({ops}) => ops[0]!.split(' ')[0]!);
	if (one === other && ['place', 'time', 'weather'].includes(one!)) return;
	if (first.ops[0]!.startsWith('keep') || second.ops[0]!.startsWith('keep') || `${first.ops[0]} ${second.ops[0]}`.includes('everything'))
		return;
	return {
		...first,
		kind: 'two-edits',
		say: `${unfinished(first.say)}${random.pick(joints)}${rename(second.say)}`,
		before: [...first.before, ...second.before.map(rename)],
		ops: [...first.ops, ...second.ops.map(rename)],
		absent: [...first.absent, ...second.absent.map(rename)],
	};
}

/** A request that is taken back, and the one that is meant; undefined where they do not go together. */
export function takenBack(random: Random, first: VoiceTemplate, second: VoiceTemplate): VoiceTemplate | undefined {
	const say = `${unfinished(first.say)}${random.pick(retractions)}${rename(second.say)}`;
	if (first.task === 'gen' && second.task === 'gen') {
		const isWhole = [first, second].every(one => one.impossible === undefined && one.count === undefined && one.say.length < longestSay);
		if (!isWhole || second.things.length === 0) return;
		const {place, time, weather} = second;
		return {
			...second,
			kind: 'correction',
			say,
			things: second.things.map(rename),
			relations: second.relations.map(rename),
			...(place !== undefined && {place: rename(place)}),
			...(time !== undefined && {time: rename(time)}),
			...(weather !== undefined && {weather: rename(weather)}),
		};
	}
	if (!isSimple(first) || !isSimple(second)) return;
	return {
		...first,
		kind: 'correction',
		say,
		before: [...first.before, ...second.before.map(rename)],
		ops: second.ops.map(rename),
		absent: [...first.absent, ...second.absent.map(rename)],
	};
}

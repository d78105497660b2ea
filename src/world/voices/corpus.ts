import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import type {Random} from '../random.ts';
import type {Split} from '../scene/sample.ts';
import {fillTemplate, type VoiceItem} from './fill.ts';
import {parseTemplate, type VoiceTemplate} from './template.ts';

/** The templates of one writer. */
export type Voice = {readonly writer: string; readonly split: Split; readonly templates: readonly VoiceTemplate[]};

/** Kind of a request by its beginning: an edit or a generation, and of which kind. */
const endings = ['templates.jsonl', 'sentences.jsonl'];

const isSplit = (text: unknown): text is Split => text === 'train' || text === 'validation' || text === 'test';

/**
Read a corpus: `writers.json` says which split a writer is for (so that no writer of the test is trained on), and a folder for each holds
the templates. @throws RangeError for a line that is no template, or a writer of no split
*/
export function readCorpus(folder: string): readonly Voice[] {
	const splits: unknown = JSON.parse(readFileSync(path.join(folder, 'writers.json'), 'utf8'));
	if (typeof splits !== 'object' || splits === null) throw new RangeError(`No list of writers: ${folder}`);
	return Object.entries(splits).map(([writer, facts]: [string, {readonly split?: unknown}]) => {
		if (!isSplit(facts.split)) throw new RangeError(`Writer ${writer} is in no split.`);
		const files = readdirSync(path.join(folder, writer)).filter(name => endings.includes(name));
		const lines = files.sort().flatMap(name => readFileSync(path.join(folder, writer, name), 'utf8').split('\n'));
		return {writer, split: facts.split, templates: lines.filter(line => line.trim() !== '').map(line => parseTemplate(line, writer))};
	});
}

/** Number of templates that are tried before a voice is given up. */
const tries = 1000;
/** Share of edits that two writers ask for together. */
const togetherShare = 0.08;
const joints = [' and ', ' and ', ', and ', ' and then ', '. then ', ', then ', ', ', '. ', '. also ', ', also ', '; ', ' plus ', '. and '];

/** An exercise in one of the voices, each as often as another. @throws RangeError when no template of them can be filled */
export function sampleVoice(random: Random, voices: readonly Voice[], task?: 'gen' | 'edit'): VoiceItem {
	const draw = () => random.pick(random.pick(voices).templates);
	for (let attempt = 0; attempt < tries; attempt++) {
		const first = draw();
		if (task !== undefined && first.task !== task) continue;
		const isTogether = random.chance(togetherShare);
		const template = isTogether ? together(first, draw(), random.pick(joints)) : first;
		const item = template && fillTemplate(random, template);
		if (item) return item;
	}
	throw new RangeError('None of the templates can be filled.');
}

/** Whether a request is one change that can be asked for beside another. */
const isSimple = ({task, scene, ops, only, isAlone, say}: VoiceTemplate) =>
	task === 'edit' && scene === undefined && ops.length === 1 && ops[0] !== 'nothing' && only.length === 0 && !isAlone && say.length < 60;

/** Two requests as one; undefined where they do not go together. The slots of the second get names of their own. */
function together(first: VoiceTemplate, second: VoiceTemplate, joint: string): VoiceTemplate | undefined {
	if (!isSimple(first) || !isSimple(second)) return;
	const [one, other] = [first, second].map(({ops}) => ops[0]!.split(' ')[0]!);
	if (one === other && ['place', 'time', 'weather'].includes(one!)) return;
	if (first.ops[0]!.startsWith('keep') || second.ops[0]!.startsWith('keep') || `${first.ops[0]} ${second.ops[0]}`.includes('everything'))
		return;
	const rename = (text: string) =>
		text.replace(/\b([nkgmcsptwx])([1-4])(?=s?\b)/g, (_, sort: string, digit: string) => `${sort}${Number(digit) + 5}`);
	return {
		...first,
		kind: 'two-edits',
		say: `${first.say.replace(/[.!?]+$/, '')}${joint}${rename(second.say)}`,
		before: [...first.before, ...second.before.map(rename)],
		ops: [...first.ops, ...second.ops.map(rename)],
		absent: [...first.absent, ...second.absent.map(rename)],
	};
}

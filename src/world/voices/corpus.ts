import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import type {Random} from '../random.ts';
import type {Split} from '../scene/sample.ts';
import {takenBack, together} from './combine.ts';
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
/** Shares of requests that a second one is put to, and that are taken back for a second one, where they are of the sort that can be. */
const togetherShare = 0.25;
const takenBackShare = 0.14;

/** Kinds of which fewer are drawn, and how many of them are kept: a model learns them from few. All of every other kind are. */
const kept: Readonly<Record<string, number>> = {
	...Object.fromEntries(['count', 'ornament', 'already', 'colour', 'size', 'time', 'weather'].map(kind => [kind, 0.4])),
	...Object.fromEntries(['absent', 'plain', 'position', 'reference', 'unknown'].map(kind => [kind, 0.7])),
};

/** An exercise in one of the voices, each as often as another. @throws RangeError when no template of them can be filled */
export function sampleVoice(random: Random, voices: readonly Voice[], task?: 'gen' | 'edit'): VoiceItem {
	const draw = () => random.pick(random.pick(voices).templates);
	for (let attempt = 0; attempt < tries; attempt++) {
		const first = draw();
		if (task !== undefined && first.task !== task) continue;
		if (!random.chance(kept[first.kind] ?? 1)) continue;
		const item = fillTemplate(random, combined(random, first, draw) ?? first);
		if (item) return item;
	}
	throw new RangeError('None of the templates can be filled.');
}

/** Second requests that are tried with a first one. */
const partners = 12;

/** A request with another writer's; undefined where it shall, or can, only stand by itself. */
function combined(random: Random, first: VoiceTemplate, draw: () => VoiceTemplate): VoiceTemplate | undefined {
	const chance = random.next();
	if (chance >= togetherShare + takenBackShare) return;
	for (let attempt = 0; attempt < partners; attempt++) {
		const both = (chance < togetherShare ? together : takenBack)(random, first, draw());
		if (both) return both;
	}
	return;
}

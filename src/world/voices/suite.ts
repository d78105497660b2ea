import {writeScene} from '../language/reasoning.ts';
import type {Random} from '../random.ts';
import type {Voice} from './corpus.ts';
import {fillTemplate} from './fill.ts';
import {fillSlots, fillText, fillWords} from './slots.ts';
import type {VoiceTemplate} from './template.ts';

/** A request with nothing left open, as a suite keeps it: the template's fields without slots, and for an edit the scene before. */
export type ConcreteRequest = Readonly<Record<string, unknown>>;

/** A template with its slots filled and its scene drawn once; undefined where that makes no sense. */
function makeConcrete(random: Random, template: VoiceTemplate): ConcreteRequest | undefined {
	const {writer, task, kind, count, impossible, why} = template;
	const filling = fillSlots(random, template);
	const fill = (text: string) => fillText(text, filling);
	const say = fillWords(random, template.say, filling);
	const {scene: _, ...open} = template;
	const filled: VoiceTemplate = {
		...open,
		say,
		things: template.things.map(fill),
		relations: template.relations.map(fill),
		...(template.place !== undefined && {place: fill(template.place)}),
		...(template.time !== undefined && {time: fill(template.time)}),
		...(template.weather !== undefined && {weather: fill(template.weather)}),
		before: template.before.map(fill),
		ops: template.ops.map(fill),
		only: template.only.map(fill),
		absent: template.absent.map(fill),
		...(template.scene !== undefined && {scene: template.scene}),
	};
	const item = fillTemplate(random, filled);
	if (!item) return;
	const {things, relations, place, time, weather, ops, absent} = filled;
	const asked =
		task === 'gen'
			? {things, relations, place, time, weather, count, impossible}
			: {scene: item.source && writeScene(item.source), ops, absent, why};
	return {writer, task, kind, say, ...asked};
}

/** Number of requests of one kind that a suite takes of a writer: as many templates as sentences, if there are as many. */
const ofEach = {templates: 2, sentences: 2};

/** A suite: of each writer and kind some requests that need slots filled and some that do not, in turn, so that any part has them all. */
export function drawSuite(random: Random, voices: readonly Voice[]): readonly ConcreteRequest[] {
	const rounds: ConcreteRequest[][] = [];
	for (const {templates} of voices) {
		const kinds = [...new Set(templates.map(({task, kind}) => `${task} ${kind}`))];
		for (const name of random.shuffle(kinds)) {
			const own = random.shuffle(templates.filter(({task, kind}) => `${task} ${kind}` === name));
			const isSentence = ({say, scene}: VoiceTemplate) => scene !== undefined || !say.includes('{');
			const chosen = [
				own.filter(isSentence).slice(0, ofEach.sentences),
				own.filter(one => !isSentence(one)).slice(0, ofEach.templates),
			].flat();
			for (const [round, template] of chosen.entries()) {
				const request = makeConcrete(random, template);
				if (request) rounds[round] = [...(rounds[round] ?? []), request];
			}
		}
	}
	return rounds.flatMap(round => random.shuffle(round));
}

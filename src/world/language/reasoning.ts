import type {Reading} from '../scene/goal.ts';
import {
	type Cell,
	type Colour,
	cells,
	colours,
	type Noun,
	nouns,
	places,
	type Scene,
	type SceneObject,
	type Size,
	sizes,
	times,
	weathers,
} from '../scene/scene.ts';

/** "meadow, night, clear; large red balloon top; small blue house bottom." */
export function writeScene({place, time, weather, objects}: Scene): string {
	const parts = objects.map(({size, colour, noun, cell}) => `${size} ${colour} ${noun} ${cell}`);
	return `${[`${place}, ${time}, ${weather}`, ...parts].join('; ')}.`;
}

/** The whole reasoning: what is asked or seen, what follows, and the scene to draw. */
export function writeReasoning({
	seen,
	asked,
	thoughts,
	scene,
}: {
	seen?: Scene;
	asked?: string;
	thoughts: readonly string[];
	scene: Scene;
}): string {
	const opening = seen ? `seen: ${writeScene(seen)}` : `asked: ${asked}.`;
	return [opening, ...thoughts.map(thought => `${thought}.`), `scene: ${writeScene(scene)}`].join(' ');
}

const member = <Word extends string>(list: readonly Word[], word: string | undefined): word is Word =>
	(list as readonly string[]).includes(word ?? '');

function parseObject(text: string): SceneObject | undefined {
	const [size, colour, noun, cell, ...rest] = text.trim().split(' ');
	if (
		rest.length > 0 ||
		!member<Size>(sizes, size) ||
		!member<Colour>(colours, colour) ||
		!member<Noun>(nouns, noun) ||
		!member<Cell>(cells, cell)
	)
		return;
	return {size, colour, noun, cell};
}

export type ParsedReasoning = {
	/** Strict: undefined unless the last `scene:` clause is whole and follows the grammar. */
	readonly scene?: Reading;
	/** The `seen:` clause of an edit. */
	readonly seen?: Reading;
	/** Why there is no scene, or what contradicts itself: a noun or a cell twice, a clause twice. */
	readonly faults: readonly string[];
};

function parseClause(clause: string): Reading | string {
	const [head = '', ...parts] = clause.split(';');
	const [place, time, weather, ...rest] = head.split(',').map(word => word.trim());
	if (!member(places, place) || !member(times, time) || !member(weathers, weather) || rest.length > 0)
		return `not a place, time and weather: ${head.trim()}`;
	const objects: SceneObject[] = [];
	for (const part of parts) {
		const object = parseObject(part);
		if (!object) return `not an object: ${part.trim()}`;
		objects.push(object);
	}
	return {place, time, weather, objects};
}

/** Read the reasoning back: the strict grammar of `writeScene`, in the last `scene:` clause. */
export function parseReasoning(text: string): ParsedReasoning {
	const faults: string[] = [];
	const read = (name: 'scene' | 'seen') => {
		const found = [...text.matchAll(new RegExp(`\\b${name}: ([^.:]*)\\.`, 'g'))];
		if (found.length === 0) return;
		if (found.length > 1) faults.push(`the ${name} clause stands there ${found.length} times`);
		const clause = parseClause(found.at(-1)?.[1] ?? '');
		if (typeof clause !== 'string') return clause;
		faults.push(clause);
		return;
	};
	const seen = read('seen');
	const scene = read('scene');
	if (!scene) faults.push('no whole scene clause');
	for (const field of ['noun', 'cell'] as const) {
		const values = scene?.objects.map(object => object[field]) ?? [];
		if (new Set(values).size < values.length) faults.push(`a ${field} twice`);
	}
	return {...(scene && {scene}), ...(seen && {seen}), faults};
}

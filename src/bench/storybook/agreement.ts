import type {Reading} from '../../world/scene/goal.ts';

/** Facts of a scene: its three fields, and of each object that it is there, its colour, its size and its cell. */
function factsOf({place, time, weather, objects}: Reading): string[] {
	const fields = [place && `place ${place}`, time && `time ${time}`, weather && `weather ${weather}`].filter(fact => fact !== undefined);
	return [
		...fields,
		...objects.flatMap(({noun, colour, size, cell}) => [noun, `${colour} ${noun}`, `${size} ${noun}`, `${noun} at ${cell}`]),
	];
}

export type Agreement = {
	/** 2 x shared / (facts of the text + facts of the picture), 0-1. */
	readonly f1: number;
	readonly onlyText: readonly string[];
	readonly onlyPicture: readonly string[];
};

/** Agreement of a scene read from the text with one seen in the picture. A fact said twice must be seen twice. */
export function agreementOf(text: Reading, picture: Reading): Agreement {
	const [said, seen] = [factsOf(text), factsOf(picture)];
	const onlyText = without(said, seen);
	const onlyPicture = without(seen, said);
	const total = said.length + seen.length;
	return {f1: total === 0 ? 1 : (total - onlyText.length - onlyPicture.length) / total, onlyText, onlyPicture};
}

/** Equal in all fields and objects, whatever their order. */
export const isSameScene = (a: Reading, b: Reading): boolean => canonical(a) === canonical(b);

function canonical({place, time, weather, objects}: Reading): string {
	const things = objects.map(({noun, colour, size, cell}) => `${cell} ${size} ${colour} ${noun}`).sort();
	return JSON.stringify([place, time, weather, things]);
}

/** The list with one entry less for each equal one of the other. */
function without(list: readonly string[], other: readonly string[]): string[] {
	const rest = [...other];
	return list.filter(fact => {
		const at = rest.indexOf(fact);
		if (at >= 0) rest.splice(at, 1);
		return at < 0;
	});
}

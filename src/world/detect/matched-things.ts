import type {SceneObject} from '../scene/scene.ts';

/** Fields in which two things of one kind may differ. */
export const looks = ['colour', 'size', 'cell'] as const;
const likeness = (one: SceneObject, other: SceneObject): number => looks.filter(look => one[look] === other[look]).length;

type Matched = {
	readonly pairs: readonly (readonly [said: SceneObject, shown: SceneObject])[];
	readonly lacking: readonly SceneObject[];
	readonly surplus: readonly SceneObject[];
};

/** The things of the words, each with the one of its kind in the picture that is most like it: of a kind there may be several. */
export function matched(said: readonly SceneObject[], shown: readonly SceneObject[]): Matched {
	const likely = said
		.flatMap(one => shown.filter(({noun}) => noun === one.noun).map(other => [one, other] as const))
		.sort((a, b) => likeness(...b) - likeness(...a));
	const taken = new Map<SceneObject, SceneObject>();
	for (const [one, other] of likely) if (!taken.has(one) && ![...taken.values()].includes(other)) taken.set(one, other);
	return {
		pairs: said.flatMap(one => {
			const other = taken.get(one);
			return other ? [[one, other] as const] : [];
		}),
		lacking: said.filter(one => !taken.has(one)),
		surplus: shown.filter(one => ![...taken.values()].includes(one)),
	};
}

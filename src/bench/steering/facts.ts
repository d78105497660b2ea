import {codeToTile} from '../../world/codes.ts';
import type {Reading} from '../../world/scene/goal.ts';
import {cells, geometry} from '../../world/scene/scene.ts';
import type {Change} from './change.ts';

/** Everything that a scene says, by name. A thing that a change renames goes by its old name. */
function factsOf(scene: Reading, {kind, thing, words}: Pick<Change, 'kind' | 'thing' | 'words'>): Map<string, unknown> {
	const nameOf = (noun: string) => (kind === 'noun' && noun === words?.to ? thing?.noun : noun);
	return new Map<string, unknown>([
		...(['place', 'time', 'weather'] as const).map(field => [field, scene[field]] as const),
		...scene.objects.flatMap(({noun, colour, size, cell}) => {
			const name = nameOf(noun);
			return [
				[`noun of ${name}`, noun],
				[`colour of ${name}`, colour],
				[`size of ${name}`, size],
				[`cell of ${name}`, cell],
			] as const;
		}),
	]);
}

/** Whether a scene is as a change wants it, in what the change is about. */
export function follows(scene: Reading | undefined, change: Change): boolean {
	if (!scene) return false;
	const [found, wanted] = [factsOf(scene, change), factsOf(change.after, change)];
	if (change.kind === 'removing') return scene.objects.every(({noun}) => noun !== change.thing?.noun);
	return concerned(change).every(name => found.get(name) === wanted.get(name));
}

/** Number of the facts that a change is not about, and of those that stay as they were. */
export function keptFacts(was: Reading, is: Reading, change: Change): {readonly kept: number; readonly of: number} {
	const about = new Set(concerned(change));
	const before = [...factsOf(was, change)].filter(([name]) => !about.has(name));
	const after = factsOf(is, change);
	return {kept: before.filter(([name, value]) => after.get(name) === value).length, of: before.length};
}

/** The names of the facts that a change is about. */
function concerned({kind, thing}: Change): string[] {
	if (!thing) return [kind];
	if (kind === 'removing' || kind === 'adding') return ['noun', 'colour', 'size', 'cell'].map(attribute => `${attribute} of ${thing.noun}`);
	return [`${kind} of ${thing.noun}`];
}

/** Rows of the codes that are decided and show what a change takes back, by the meaning that the bundled model's codes have. */
export function dependantCodes(codes: readonly (number | null)[], {kind, thing, after}: Change): number[] {
	const next = kind === 'cell' ? after.objects.find(({noun}) => noun === thing?.noun)?.cell : kind === 'adding' ? thing?.cell : undefined;
	return codes.flatMap((code, row) => {
		const tile = code === null ? undefined : codeToTile(code);
		if (!tile) return [];
		if (tile.type === 'object') return thing && kind !== 'adding' && tile.object.noun === thing.noun ? [row] : [];
		return !thing || cellAt(row) === next ? [row] : [];
	});
}

function cellAt(row: number) {
	const {tokensPerSide, tokensPerCell, cellsPerSide} = geometry;
	const [down, right] = [Math.floor(row / tokensPerSide), row % tokensPerSide];
	return cells[Math.floor(down / tokensPerCell) * cellsPerSide + Math.floor(right / tokensPerCell)];
}

import {thisProcess} from '../../../app/this-process.ts';
import type {VariantType} from '../../../model/convert/plan.ts';
import {printable} from '../../../printable.ts';
import {shellWord} from '../../../shell-word.ts';
import type {ModelPlaces} from '../../../store/find-model.ts';
import {removeModel} from '../../../store/remove.ts';
import {storedFolder} from '../../../store/stored-models.ts';
import {confirm} from '../../terminal/confirm.ts';
import {printData} from '../../terminal/out.ts';
import {makeSmaller} from './convert.ts';

export type ThenVariant = {
	readonly type: VariantType;
	readonly places: Required<ModelPlaces>;
	/** Remove the original without a question. */
	readonly drops: boolean;
	/** Ask at the terminal whether to remove it, if there is one. */
	readonly asks: boolean;
	readonly say: (line: string) => void;
};

/** Name of a model's variant. */
const variantName = (name: string, type: VariantType): string => `${name}-${type}`;

/** Whether a variant of a model is here; if so, its folder is printed. */
export async function isVariantHere(name: string, {type, places, say}: Pick<ThenVariant, 'type' | 'places' | 'say'>): Promise<boolean> {
	const folder = await storedFolder(places.modelsFolder, variantName(name, type));
	if (folder === undefined) return false;
	say(`${variantName(name, type)} is here already.`);
	printData(`${folder}\n`);
	return true;
}

/** Make a smaller variant of a model that has just come in, and offer to remove the original. */
export async function thenVariant(name: string, {type, places, drops, asks, say}: ThenVariant): Promise<void> {
	await makeSmaller(name, {type, places, name: variantName(name, type)});
	const command = `mmada models rm ${shellWord(name)}`;
	if (
		!drops &&
		!(asks && process.stdin.isTTY && process.stderr.isTTY && (await confirm(`Remove ${printable(name)}, the original?`, command)))
	) {
		say(`The original stays. To remove it: ${command}`);
		return;
	}
	await removeModel(places.modelsFolder, name, await thisProcess());
	say(`Removed ${name}.`);
}

import type {FinishedRun} from '../events/finished-run.ts';
import {describeModel} from '../model/describe.ts';
import {differences} from '../world/detect/differences.ts';
import {nouns} from '../world/scene/scene.ts';

/**
Findings of a look at a complete run, as sentences for people: where its words, its picture and what was asked for
differ, and whether an edit changed nothing.
Only a model of the storybook world has pictures whose codes can be read exactly; of others nothing is found.
*/
export const findingsOf = async (run: FinishedRun, modelFolder: string): Promise<readonly string[]> =>
	(await hasExactReading(modelFolder)) ? findingsIn(run) : [];

/** Whether what a model's pictures show is read from their codes exactly. */
export async function hasExactReading(modelFolder: string): Promise<boolean> {
	const {things} = await describeModel(modelFolder);
	return things?.length === nouns.length && things.every(([name], index) => name === nouns[index]);
}

/** The same of a run that is known to be of a model of the storybook world. */
export function findingsIn({end, settings, text, codes, isSteered}: FinishedRun): readonly string[] {
	if (end !== 'complete' || settings.thinking === false || codes.some(code => code === null)) return [];
	return differences(
		text,
		codes.filter(code => code !== null),
		// Changes on the way are not held against the run.
		isSteered ? undefined : settings,
	);
}

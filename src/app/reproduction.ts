import {exitCodes, UserError} from '../errors.ts';
import {digestsAgree, type ModelFacts, type RunState} from '../events/events.ts';
import {pixelsDigest} from '../picture/pixels.ts';
import {shellWord} from '../shell-word.ts';
import type {InputPicture} from './read-input.ts';

/** Result that a run that is made again must have; parts left out may differ. */
export type Expected = {
	/** Path that it was saved at. */
	readonly file: string;
	readonly modelName?: string;
	readonly modelDigest?: string;
	/** sha256 of the pixels that the model saw of the picture to edit. */
	readonly inputDigest?: string;
	readonly textIds?: RunState['textIds'];
	readonly codes?: RunState['codes'];
};

/** @throws UserError (69) when the model has the name, but is another one */
export function checkModel({file, modelName, modelDigest}: Expected, {digest}: ModelFacts): void {
	if (modelDigest === undefined || digestsAgree(modelDigest, digest)) return;
	const [shapes, contents = ''] = modelDigest.split('.');
	const [shapesHere, contentsHere = ''] = digest.split('.');
	const message =
		shapes === shapesHere
			? `\`${file}\` was made by a ${modelName} with other weights (${contents.slice(0, 12)}) than the one here (${contentsHere.slice(0, 12)}).`
			: `\`${file}\` was made by a ${modelName} with sha256 ${shapes?.slice(0, 12)}, and the one here has ${shapesHere?.slice(0, 12)}.`;
	throw new UserError(message, {
		hint: `Give --model ${shellWord(String(modelName))} to draw it with this one all the same.`,
		exitCode: exitCodes.unavailable,
	});
}

/** Notice about the picture to edit, if it is another one or only the part that the model saw. */
export function inputNotice({file, inputDigest}: Expected, {name, pixels}: InputPicture): string | undefined {
	if (inputDigest === undefined || inputDigest === pixelsDigest(pixels)) return;
	return `\`${name}\` is not the picture that \`${file}\` was made from: the result will be another.`;
}

/** Whether it came out the same, as a sentence; undefined when that was not to be expected. */
export function comparison({file, textIds, codes}: Expected, state: RunState): string | undefined {
	if (!textIds || !codes) return;
	const isSame = JSON.stringify([textIds, codes]) === JSON.stringify([state.textIds, state.codes]);
	return isSame ? `The same tokens as in ${file}.` : `Other tokens than in ${file}, which another kind of machine may have made.`;
}

import type {EngineOptions} from '../run/job.ts';
import {type FoundModel, findModel} from '../store/find-model.ts';
import {admit} from './admission.ts';
import {chooseDevice} from './choose-device.ts';
import {holdModel} from './hold-model.ts';
import {createLastingEngine, type LastingEngine} from './lasting-engine.ts';
import {modelPlaces} from './model-places.ts';
import {type InputOptions, type InputPicture, readInput} from './read-input.ts';
import type {RunRequest} from './request.ts';

/** A model in an engine, for one run after the other. */
export type ReadyEngine = AsyncDisposable & {
	/** What is to be said before the run: how long a large model will take. */
	readonly notice: string | undefined;
	readonly model: FoundModel;
	/** The picture that the options name. */
	readonly input: InputPicture | undefined;
	readonly engine: LastingEngine;
	/** Size of the pictures that are made from this input. */
	readonly size: EngineOptions['size'];
};

/**
Find and check the model and the picture to edit, and begin to load the model. @throws UserError when one is not there or cannot be used
@param picture - What the user calls the picture to edit, and the bytes of its file, if the options do not say it.
*/
export async function openEngineFor(options: RunRequest, picture: Pick<InputOptions, 'name' | 'file' | 'stdin'>): Promise<ReadyEngine> {
	const model = await findModel(options.model, modelPlaces());
	const use = await holdModel(model.folder);
	try {
		return await openHeld(model, use, options, picture);
	} catch (error) {
		await use[Symbol.asyncDispose]();
		throw error;
	}
}

async function openHeld(
	model: FoundModel,
	use: AsyncDisposable,
	options: RunRequest,
	picture: Pick<InputOptions, 'name' | 'file' | 'stdin'>,
): Promise<ReadyEngine> {
	const {threads, textLength, repaint, output, image} = options;
	const {notice, isSmall} = await admit(model, options, {places: modelPlaces()});
	const source = {...picture, repaint, fit: output.fit};
	const input = image === undefined ? undefined : await readInput(image, model, source);
	const device = await chooseDevice(options.device ?? 'auto', {isSmall});
	const size = sizeFor(input);
	const engine = createLastingEngine({modelFolder: model.folder, device, threads, textLength});
	await engine.get(size);
	return {
		notice,
		model,
		input,
		engine,
		size,
		async [Symbol.asyncDispose]() {
			await engine[Symbol.asyncDispose]();
			await use[Symbol.asyncDispose]();
		},
	};
}

/** Size of the pictures that are made from an input: what keeps a part of it has the size of it. */
export const sizeFor = (input: InputPicture | undefined): EngineOptions['size'] => input?.repaint && input.pixels;

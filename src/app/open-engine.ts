import {type Engine, openEngine} from '../engine/engine.ts';
import {type FoundModel, findModel} from '../store/find-model.ts';
import {admit} from './admission.ts';
import {chooseDevice} from './choose-device.ts';
import {holdModel} from './hold-model.ts';
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
	/** The engine that is open; another one if that has died. */
	readonly engine: () => Engine;
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
	// What keeps a part of its input has the size of it.
	const device = await chooseDevice(options.device ?? 'auto', {isSmall});
	const open = () => openEngine({modelFolder: model.folder, device, threads, textLength, size: input?.repaint && input.pixels});
	let engine = open();
	return {
		notice,
		model,
		input,
		engine() {
			if (engine.isOver()) engine = open();
			return engine;
		},
		async [Symbol.asyncDispose]() {
			await engine[Symbol.asyncDispose]();
			await use[Symbol.asyncDispose]();
		},
	};
}

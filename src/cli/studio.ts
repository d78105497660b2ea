import {type Engine, openEngine} from '../run/engine-process.ts';
import {type FoundModel, findModel} from '../store/find-model.ts';
import {checkBeforeRun} from './before-run.ts';
import {chooseDevice} from './choose-device.ts';
import {type InputOptions, type InputPicture, readInput} from './input-picture.ts';
import {modelPlaces} from './model-places.ts';
import type {RunOptions} from './options.ts';
import {printNotice} from './out.ts';

/** A model in an engine, for one run after the other. */
export type Studio = AsyncDisposable & {
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
export async function openStudio(options: RunOptions, picture: Pick<InputOptions, 'name' | 'file'> = {}): Promise<Studio> {
	const {threads, textLength, repaint, output, image, report} = options;
	const model = await findModel(options.model, modelPlaces());
	// The bundled model runs anywhere: it is not kept waiting.
	const said = model.config.storybook ? undefined : await checkBeforeRun(model.folder, options, {places: modelPlaces()});
	if (said !== undefined && !report.isQuiet) printNotice(`${said}\n`);
	const source = {...picture, repaint, fit: output.fit, stdin: process.stdin};
	const input = image === undefined ? undefined : await readInput(image, model, source);
	// What keeps a part of its input has the size of it.
	const device = await chooseDevice(options.device ?? 'auto', {isSmall: model.config.storybook !== undefined});
	const open = () => openEngine({modelFolder: model.folder, device, threads, textLength, size: input?.repaint && input.pixels});
	let engine = open();
	return {
		model,
		input,
		engine() {
			if (engine.isOver()) engine = open();
			return engine;
		},
		[Symbol.asyncDispose]: async () => engine[Symbol.asyncDispose](),
	};
}

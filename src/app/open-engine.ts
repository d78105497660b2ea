import type {EngineOptions} from '../run/job.ts';
import {type FoundModel, findModel} from '../store/find-model.ts';
import {type AdmittedModel, admitModel} from './admission.ts';
import {holdModel} from './hold-model.ts';
import {createLastingEngine, type LastingEngine} from './lasting-engine.ts';
import {checkRoom} from './mask-room.ts';
import {modelPlaces} from './model-places.ts';
import {type InputOptions, type InputPicture, readInput} from './read-input.ts';
import type {RunRequest} from './request.ts';

/** A model in an engine, for one run after the other: it cannot be removed meanwhile, and this machine has the memory for it. */
export type OpenedModel = AsyncDisposable & {
	readonly model: FoundModel;
	readonly admitted: AdmittedModel;
	readonly engine: LastingEngine;
};

/** The same for what a request asks. */
export type ReadyEngine = Omit<OpenedModel, 'admitted'> & {
	/** Notices before the run: the time that a large model will take. */
	readonly notice: string | undefined;
	/** The picture that the request names. */
	readonly input: InputPicture | undefined;
	/** Size of the pictures that are made from it. */
	readonly size: EngineOptions['size'];
};

type ModelRequest = Pick<RunRequest, 'model' | 'device' | 'threads' | 'textLength'>;

/** Find and check a model, and begin to load it. @throws UserError when it is not there, cannot be used, or does not fit into the memory */
export const openModelEngine = async (request: ModelRequest): Promise<OpenedModel> =>
	held(request, async (model, admitted) => ({model, admitted, engine: await startEngine(model, admitted, request)}));

/**
Find and check the model and the picture to edit, and begin to load the model. @throws UserError when one is not there or cannot be used
@param picture - What the user calls the picture to edit, and the bytes of its file, if the request does not say it.
*/
export const openEngineFor = async (request: RunRequest, picture: Pick<InputOptions, 'name' | 'file' | 'stdin'>): Promise<ReadyEngine> =>
	held(request, async (model, admitted) => {
		const {repaint, output, image} = request;
		const notice = await admitted.noticeOf(request);
		const input = image === undefined ? undefined : await readInput(image, model, {...picture, repaint, fit: output.fit});
		await checkRoom(request, input, model.folder);
		const size = sizeFor(input);
		return {notice, model, input, size, engine: await startEngine(model, admitted, request, size)};
	});

/** Size of the pictures that are made from an input: what keeps a part of it has the size of it. */
export const sizeFor = (input: InputPicture | undefined): EngineOptions['size'] => input?.repaint && input.pixels;

/** Result of `open` for a model, which is held until the result is disposed of. */
async function held<Opened extends {readonly engine: LastingEngine}>(
	{model: name, device: asked}: ModelRequest,
	open: (model: FoundModel, admitted: AdmittedModel) => Promise<Opened>,
): Promise<Opened & AsyncDisposable> {
	const model = await findModel(name, modelPlaces());
	const use = await holdModel(model.folder);
	try {
		const opened = await open(model, await admitModel(model, name, {places: modelPlaces(), asked}));
		return {
			...opened,
			async [Symbol.asyncDispose]() {
				await opened.engine[Symbol.asyncDispose]();
				await use[Symbol.asyncDispose]();
			},
		};
	} catch (error) {
		await use[Symbol.asyncDispose]();
		throw error;
	}
}

async function startEngine(
	{folder}: FoundModel,
	{device}: AdmittedModel,
	{threads, textLength}: ModelRequest,
	size?: EngineOptions['size'],
): Promise<LastingEngine> {
	const engine = createLastingEngine({modelFolder: folder, device, threads, textLength});
	await engine.get(size);
	return engine;
}

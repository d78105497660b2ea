import {holdModel as hold} from '../store/in-use.ts';
import {modelPlaces} from './model-places.ts';
import {thisProcess} from './this-process.ts';

/** Keep others from removing a model until the returned value is disposed. @throws UserError (69) when it has just been removed */
export async function holdModel(folder: string): Promise<AsyncDisposable> {
	const {modelsFolder} = modelPlaces();
	return modelsFolder === undefined ? {[Symbol.asyncDispose]: async () => {}} : hold(folder, modelsFolder, await thisProcess());
}

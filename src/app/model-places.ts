import path from 'node:path';
import type {ModelPlaces} from '../store/find-model.ts';
import {neededFolder, userFolders} from './folders.ts';
import {bundledModelFolder} from './package.ts';

/** Folders of models on this machine. */
export function modelPlaces(): ModelPlaces {
	const {data} = userFolders();
	return {bundledFolder: bundledModelFolder, ...(data !== undefined && {modelsFolder: modelsIn(data)})};
}

/** The same for what changes the models here. @throws UserError (78) when there is no folder for them */
export const changeableModelPlaces = (): Required<ModelPlaces> => ({
	bundledFolder: bundledModelFolder,
	modelsFolder: modelsIn(neededFolder('data')),
});

const modelsIn = (data: string): string => path.join(data, 'models');

import path from 'node:path';
import type {ModelPlaces} from '../store/find-model.ts';
import {userFolders} from './folders.ts';
import {bundledModelFolder} from './package.ts';

/** Where models are found on this machine. */
export const modelPlaces = (): Required<ModelPlaces> => ({
	bundledFolder: bundledModelFolder,
	modelsFolder: path.join(userFolders().data, 'models'),
});

import {homedir} from 'node:os';
import type {ModelPlaces} from '../store/find-model.ts';
import {modelsFolder} from '../store/location.ts';
import {bundledModelFolder} from './package.ts';

/** Where models are found on this machine. */
export const modelPlaces = (): Required<ModelPlaces> => ({
	bundledFolder: bundledModelFolder,
	modelsFolder: modelsFolder({platform: process.platform, env: process.env, home: homedir()}),
});

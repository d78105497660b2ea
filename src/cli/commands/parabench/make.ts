import path from 'node:path';
import {admitModel} from '../../../app/admission.ts';
import {holdModel} from '../../../app/hold-model.ts';
import {createLastingEngine} from '../../../app/lasting-engine.ts';
import {modelPlaces} from '../../../app/model-places.ts';
import {placeFor} from '../../../app/place-input.ts';
import {outputsFolder} from '../../../app/report-folder.ts';
import type {RunRequest} from '../../../app/request.ts';
import type {EvalItem} from '../../../bench/parabench/item.ts';
import {itemSeed, makeOutput, openMade, type Prepare} from '../../../bench/parabench/make-outputs.ts';
import type {ItemList} from '../../../bench/parabench/read-items.ts';
import {progressLine} from '../../../bench/report/parabench/progress.ts';
import {makeResultFolder} from '../../../files/save.ts';
import {modelDigest} from '../../../model/checkpoint/digest.ts';
import {findModel} from '../../../store/find-model.ts';
import {loadArtwork} from '../../../world/art/draw.ts';
import type {ParabenchOptions} from '../../parse/parabench-options.ts';
import type {Follower} from './follow.ts';

/** Make the outputs of the model that are not there yet. @returns whether all are; and the folder, to be read as any system's */
export async function makeOutputs(
	options: ParabenchOptions,
	list: ItemList,
	follower: Follower,
): Promise<{readonly folder: string; readonly isComplete: boolean}> {
	const {settings, seed, threads} = options;
	const model = await findModel(options.model, modelPlaces());
	await using _use = await holdModel(model.folder);
	const folder = outputsFolder(options.out);
	await makeResultFolder(folder);
	const making = {
		name: path.basename(path.resolve(model.folder)),
		model: await modelDigest(model.folder),
		items: list.digest,
		seed,
		settings,
	};
	await using made = await openMade(folder, making);
	const pending = list.items.filter(({id}) => !made.done.has(id));
	const [first] = pending;
	if (!first) return {folder, isComplete: true};
	const {noticeOf} = await admitModel(model, options.model, {places: modelPlaces(), asked: 'cpu'});
	const notice = await noticeOf(requestOf(first, options));
	if (notice !== undefined) follower.say(notice);
	const artwork = await loadArtwork();
	await using engines = createLastingEngine({modelFolder: model.folder, device: 'cpu', threads});
	using _kill = follower.onSecondInterrupt(() => engines.kill());
	const startMs = performance.now();
	for (const [index, item] of pending.entries()) {
		if (follower.isStopping()) return {folder, isComplete: false};
		const engine = await engines.get();
		await engine.opened();
		const prepare: Prepare = async picture => (await placeFor(model, picture)).prepare(picture);
		await made.add(item.id, await makeOutput(engine, item, {seed: itemSeed(item.id, seed), settings, prepare, artwork}));
		follower.tell(() => progressLine('made', index + 1, pending.length, performance.now() - startMs), index + 1 === pending.length);
	}
	return {folder, isComplete: true};
}

/** Check of the memory only: a person who asks for many outputs knows that they take long. */
const requestOf = ({task, instruction}: EvalItem, {model, threads, settings, seed}: ParabenchOptions): RunRequest => ({
	...{task, instruction, model, threads, settings, seed},
	output: {size: 'model', isForced: false, hasMetadata: true, hasAiMark: true, hasMarkdown: false},
	isStrict: false,
	isAgreed: true,
});

import {homeFolder} from '../../../app/folders.ts';
import {thisProcess} from '../../../app/this-process.ts';
import {exitCodes, UserError} from '../../../errors.ts';
import {verifyModel} from '../../../model/verify.ts';
import {shellWord} from '../../../shell-word.ts';
import {findFolder, type ModelPlaces} from '../../../store/find-model.ts';
import {holdModel} from '../../../store/in-use.ts';
import {openConnection} from '../../../store/pull/connection.ts';
import {repairModel} from '../../../store/pull/repair-model.ts';
import {hubSettings} from '../../../store/pull/settings.ts';
import {checkRecord} from '../../../store/record.ts';
import {bundledName, storedFolder} from '../../../store/stored-models.ts';
import type {Parsed} from '../../parse/parse.ts';
import {oneWord} from '../../parse/single-argument.ts';
import {watchInterrupts} from '../../terminal/interrupts.ts';
import {printData, printNotice} from '../../terminal/out.ts';
import {progressLine} from '../../terminal/progress-line.ts';
import {progressText} from './pull-texts.ts';
import {showRead} from './show-read.ts';

/** `mmada models verify <model>`, and with `--repair` damaged files are fetched again first. */
export async function verify(words: readonly string[], flags: Parsed['flags'], places: ModelPlaces): Promise<void> {
	const name = oneWord(words, 'model', `mmada models verify ${bundledName}`);
	const folder = await findFolder(name, places);
	if (flags.repair === true) await repair(name, folder, places);
	await using _use = await holdModel(folder, places.modelsFolder, await thisProcess());
	using line = progressLine();
	await checkRecord(folder, await verifyModel(folder, {onProgress: showRead(line)}));
	line[Symbol.dispose]();
	printData(`${name}: every file, tensor and token is in its place.\n`);
}

async function repair(name: string, folder: string, {modelsFolder}: ModelPlaces): Promise<void> {
	if (modelsFolder === undefined || (await storedFolder(modelsFolder, name)) === undefined) {
		throw new UserError(`\`${name}\` was not downloaded by mmada, so it cannot be fetched again.`, {
			hint: name === bundledName ? 'It belongs to the package: install mmada again.' : 'Copy it again from its source.',
			exitCode: exitCodes.usage,
		});
	}
	const settings = hubSettings(process.env, homeFolder());
	const stopping = new AbortController();
	// Bytes on the disk outlast any end.
	using interrupts = watchInterrupts({onFirst: () => stopping.abort(), onSecond: () => process.kill(process.pid, 'SIGKILL')});
	using line = progressLine();
	try {
		const fetched = await repairModel(folder, {
			...{name, modelsFolder, self: await thisProcess(), signal: stopping.signal, cache: settings.cache},
			connect() {
				if (!settings.isOffline) return openConnection(settings);
				throw new UserError('HF_HUB_OFFLINE is set: nothing is fetched.', {
					hint: 'To fetch it: unset HF_HUB_OFFLINE',
					exitCode: exitCodes.tryAgain,
				});
			},
			onProgress: (progress, file) => line.show(() => progressText(progress, file)),
		});
		line[Symbol.dispose]();
		if (fetched.length > 0) printNotice(`Fetched again: ${fetched.join(', ')}.\n`);
	} catch (error) {
		if (!stopping.signal.aborted) throw error;
		throw new UserError('Stopped; what has come is kept.', {
			hint: `To go on: mmada models verify ${shellWord(name)} --repair`,
			exitCode: interrupts.exitCode(),
			cause: error,
		});
	}
}

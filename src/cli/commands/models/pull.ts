import {homeFolder} from '../../../app/folders.ts';
import {checkDisk, planLines, planTable} from '../../../app/pull-plan-lines.ts';
import {readableBytes} from '../../../app/readable.ts';
import {thisProcess} from '../../../app/this-process.ts';
import {exitCodes, UserError} from '../../../errors.ts';
import type {Holder} from '../../../files/lock.ts';
import {verifyModel} from '../../../model/verify.ts';
import {toJson} from '../../../printable.ts';
import {shellWord} from '../../../shell-word.ts';
import type {ModelPlaces} from '../../../store/find-model.ts';
import {findMaker, waitForMaker} from '../../../store/in-use.ts';
import {taken} from '../../../store/new-folder.ts';
import {openConnection} from '../../../store/pull/connection.ts';
import {rateLimit} from '../../../store/pull/limit.ts';
import {type Asked, askedText, nameOf, planPull} from '../../../store/pull/plan.ts';
import {pullModel} from '../../../store/pull/pull-model.ts';
import type {PullPlan} from '../../../store/pull/pull-plan.ts';
import {type HubSettings, hubSettings} from '../../../store/pull/settings.ts';
import {readRecord} from '../../../store/record.ts';
import {sweep} from '../../../store/remove.ts';
import {checkName, storedFolder, unfinishedFolder} from '../../../store/stored-models.ts';
import type {Parsed} from '../../parse/parse.ts';
import {rateFrom} from '../../parse/rate.ts';
import {oneWord} from '../../parse/single-argument.ts';
import {confirm} from '../../terminal/confirm.ts';
import {watchInterrupts} from '../../terminal/interrupts.ts';
import {printData, printNotice} from '../../terminal/out.ts';
import {progressLine} from '../../terminal/progress-line.ts';
import {typeFrom} from './convert.ts';
import {offline, progressText} from './pull-texts.ts';
import {isVariantHere, thenVariant} from './then-variant.ts';

type Places = Required<ModelPlaces>;
type Flags = Parsed['flags'];

/** `mmada models pull <release|owner/name[@revision]>`. */
export async function pull(words: readonly string[], flags: Flags, places: Places): Promise<void> {
	const what = oneWord(words, 'model', 'mmada models pull parallel-a');
	const include = typeof flags.include === 'string' ? flags.include.split(',').filter(text => text.trim() !== '') : [];
	const asked: Asked = {what, ...(include.length > 0 && {include})};
	const text = askedText(asked);
	const variant = flags.variant === undefined ? undefined : typeFrom(flags.variant, '--variant');
	const limit = typeof flags['limit-rate'] === 'string' ? rateLimit(rateFrom(flags['limit-rate'])) : undefined;
	const name = typeof flags.name === 'string' && flags.name !== '' ? flags.name : nameOf(asked);
	checkName(name);
	const settings = hubSettings(process.env, homeFolder());
	const isQuiet = flags.quiet === true;
	const say = (line: string) => {
		if (!isQuiet) printNotice(`${line}\n`);
	};

	const stopping = new AbortController();
	// Bytes on the disk outlast any end.
	using interrupts = watchInterrupts({onFirst: () => stopping.abort(), onSecond: () => process.kill(process.pid, 'SIGKILL')});
	const {signal} = stopping;
	try {
		const {modelsFolder} = places;
		const self = await thisProcess();
		await sweep(modelsFolder, self);
		const onWait = ({by}: Holder) => say(`Process ${by.pid} is at ${name}: waiting for it.`);
		await waitForMaker(modelsFolder, name, self, {signal, onWait});
		const there = await folderOf(modelsFolder, name, text);
		// Agreement to a download is no agreement to a removal.
		const then = variant && {type: variant, places, drops: flags['drop-original'] === true, asks: flags.yes !== true, say};
		if (then && (await isVariantHere(name, then))) return;
		const finish = async (folder: string) => {
			if (!then) return void printData(`${folder}\n`);
			// From here on Ctrl-C ends at once: a conversion goes on where it was.
			interrupts[Symbol.dispose]();
			await thenVariant(name, then);
		};
		if (there !== undefined) {
			say(`${name} is here already, all of it.`);
			return await finish(there);
		}
		if (settings.isOffline) throw await offline(settings, text);
		await using connection = await openConnection(settings);
		const plan = (await begunPlan(modelsFolder, name, text)) ?? (await planPull(connection, asked, signal));
		if (flags['dry-run'] === true) return void printData(flags.json === true ? `${toJson(plan, '\t')}\n` : planTable(plan));
		await checkDisk(plan, {modelsFolder, name, variant});
		const isAgreed = flags.yes === true;
		if (!isAgreed || !isQuiet) printNotice(`${(await planLines(plan, {modelsFolder, name, variant})).join('\n')}\n`);
		if (!isAgreed && !(await confirm('Download it?', `To agree beforehand: mmada models pull ${shellWord(what)} --yes`))) return;
		const folder = await fetchPlan(plan, {...{name, modelsFolder, self, connection, signal, settings, isQuiet}, limit}).catch(
			async (error: unknown) => {
				// Another one that asked at the same time was the first.
				if (!isBusy(error) || (await findMaker(modelsFolder, name, self)) === undefined) throw error;
				await waitForMaker(modelsFolder, name, self, {signal, onWait});
				const made = await folderOf(modelsFolder, name, text);
				if (made === undefined) throw error;
				return made;
			},
		);
		say(`${name} is here. Try: mmada edit photo.jpg "make it winter" --model ${shellWord(name)}`);
		await finish(folder);
	} catch (error) {
		if (!signal.aborted || (error instanceof UserError && error.exitCode === exitCodes.interrupted)) throw error;
		throw new UserError('Stopped; what has come is kept.', {
			hint: `To go on: mmada models pull ${shellWord(what)}. To drop it: mmada models rm ${shellWord(name)}`,
			exitCode: interrupts.exitCode(),
			cause: error,
		});
	}
}

type FetchOptions = Omit<Parameters<typeof pullModel>[1], 'check' | 'cache'> & {readonly settings: HubSettings; readonly isQuiet: boolean};

async function fetchPlan(plan: PullPlan, {settings, isQuiet, ...options}: FetchOptions): Promise<string> {
	using line = progressLine(process.stderr, {isQuiet});
	const {signal} = options;
	const {folder} = await pullModel(plan, {
		...options,
		cache: settings.cache,
		onProgress: (progress, file) => line.show(() => progressText(progress, file)),
		onFile(file, how) {
			if (how === 'wrong') line.note(`${file} came with wrong bytes, and is fetched again.`);
			if (how === 'linked' || how === 'copied') line.note(`${file} was in the Hugging Face cache (${how}).`);
		},
		check: unfinished =>
			verifyModel(unfinished, {
				onProgress(done, total) {
					signal.throwIfAborted();
					line.show(() => `${readableBytes(done)} of ${readableBytes(total)} checked`);
				},
			}),
	});
	return folder;
}

const isBusy = (error: unknown): boolean => error instanceof UserError && error.exitCode === exitCodes.tryAgain;

/** The folder of a model that is here, if it is the one that is asked for. @throws UserError (73) when it is another */
async function folderOf(modelsFolder: string, name: string, asked: string): Promise<string | undefined> {
	const folder = await storedFolder(modelsFolder, name);
	if (folder === undefined) return;
	if ((await readRecord(folder))?.pulled?.asked !== asked) throw taken(name);
	return folder;
}

/** Files of an interrupted pull of the same: still the same commit, whatever has been added since. */
async function begunPlan(modelsFolder: string, name: string, asked: string): Promise<PullPlan | undefined> {
	const pulled = (await readRecord(unfinishedFolder(modelsFolder, name)))?.pulled;
	return pulled?.asked === asked ? pulled : undefined;
}

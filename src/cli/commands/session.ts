import path from 'node:path';
import {homeFolder} from '../../app/folders.ts';
import {drawnInput, type InputPicture} from '../../app/read-input.ts';
import {runDefaults} from '../../app/run-defaults.ts';
import {type DrawnRun, pictureOf, saveResult} from '../../app/save-result.ts';
import {type ExitCode, exitCodes, UserError} from '../../errors.ts';
import type {RunEvent} from '../../events/events.ts';
import {withStandIns} from '../../events/settings.ts';
import {stdinName} from '../../files/stdin.ts';
import {encodePng, thumbnailOf, toPixels, toRgbImage} from '../../picture/codec.ts';
import type {Parent} from '../../transcript/schema.ts';
import {initialSession, reduceSession, type SessionState} from '../../ui/prompt/session-state.ts';
import {ask} from '../terminal/ask.ts';
import {describeFailure} from '../terminal/failure.ts';
import {openFile} from '../terminal/open-file.ts';
import {printData, printNotice} from '../terminal/out.ts';
import {showPicture} from '../terminal/presenter.ts';
import {openReadyEngine} from '../terminal/ready-engine.ts';
import type {ShownRequest} from '../terminal/report.ts';
import {chosenTarget} from '../terminal/target.ts';
import {saveAndTell} from './run-and-save.ts';
import {runOnce} from './run-once.ts';

/** A picture of the session: how it was made, and where it is. */
type Entry = {
	readonly options: ShownRequest;
	readonly input: InputPicture | undefined;
	readonly parents: readonly Parent[];
	readonly result: DrawnRun;
	files?: {readonly picture: string; readonly transcript: string};
};

/**
Make pictures one after the other, as a person asks for them, with a model that is loaded once.
@param options - What every picture has in common, and the first one if there is one.
@param isAsking - Nothing is to be made before the first question.
*/
export async function runSession(options: ShownRequest, {isAsking}: {readonly isAsking: boolean}): Promise<ExitCode> {
	// Before time is spent: whether files can be saved at all.
	await chosenTarget(options.output, options);
	await using studio = await openReadyEngine(options);
	const album: Entry[] = [];
	let state: SessionState = initialSession;
	const tell = (event: Parameters<typeof reduceSession>[1]) => {
		({state} = reduceSession(state, event));
	};
	const {image: _, repaint: __, ...common} = {...options, output: {...options.output, isForced: false}};
	const settingsFor = (task: 'gen' | 'edit') => withStandIns({}, common.settings, task);
	const {randomSeed} = runDefaults();

	if (!isAsking) {
		const code = await attempt(async () => make(options, studio.input, []));
		if (code !== undefined) return code;
	}
	for (;;) {
		const {state: asked, effect} = await ask(state, options.report);
		state = asked;
		if (effect.type === 'leave') return effect.code;
		const code = await attempt(async () => {
			switch (effect.type) {
				case 'make':
					return effect.from === undefined ? draw(effect.instruction) : change(entryOf(effect.from), effect.instruction);
				case 'reroll': {
					const {options: before, input, parents} = entryOf(effect.id);
					return make({...before, output: common.output, seed: randomSeed()}, input, parents);
				}
				case 'save':
					await saveAs(effect.id, effect.file);
					return undefined;
				case 'open':
					await openFile(entryOf(effect.id).files?.picture ?? '');
					return undefined;
				case 'show':
					await show(entryOf(effect.id));
					return undefined;
			}
		});
		if (code !== undefined) return code;
	}

	function entryOf(id: number): Entry {
		const entry = album[id];
		if (!entry) throw new RangeError(`The session has no picture ${id}.`);
		return entry;
	}

	/** The seed that was asked for is the first picture's. */
	function nextSeed(): number {
		return album.length === 0 ? common.seed : randomSeed();
	}

	async function draw(instruction: string): Promise<ExitCode | undefined> {
		return make({...common, settings: settingsFor('gen'), task: 'gen', instruction, seed: nextSeed()}, undefined, []);
	}

	async function change({options: before, result, parents, files}: Entry, instruction: string): Promise<ExitCode | undefined> {
		const name = files ? path.basename(files.picture) : 'unsaved picture';
		const input = await drawnInput(name, await pictureOf(result, {size: 'model'}), studio.model);
		const parent = {task: before.task, instruction: before.instruction, seed: before.seed, ...(files && {transcript: files.transcript})};
		return make({...common, settings: settingsFor('edit'), task: 'edit', instruction, seed: nextSeed()}, input, [...parents, parent]);
	}

	/** @returns the exit code if the session is to end */
	async function make(wanted: ShownRequest, input: InputPicture | undefined, parents: readonly Parent[]): Promise<ExitCode | undefined> {
		// Runs stand apart from what is above them.
		printNotice('\n');
		const engine = await studio.engine.get(studio.size);
		const code = await runOnce(wanted, {
			engine,
			modelFolder: studio.model.folder,
			input,
			async save(made) {
				const entry: Entry = {options: wanted, input, parents, result: {...made, events: made.events.map(smaller), parents}};
				const id = album.push(entry) - 1;
				// A picture that cannot be saved is still there to be saved elsewhere.
				await attempt(async () => {
					const files = await saveAndTell(entry.result, wanted, await chosenTarget(wanted.output, wanted));
					if (files) entry.files = files;
				});
				tell({made: {id, file: entry.files?.picture}});
			},
		});
		const hasLeft = code === exitCodes.interrupted && engine.isOver();
		return code === exitCodes.terminated || hasLeft ? code : undefined;
	}

	async function saveAs(id: number, given: string): Promise<void> {
		if (given === stdinName) throw new UserError('A session saves into files.', {hint: 'Name a .png file or a folder.'});
		const entry = entryOf(id);
		const {options: wanted, result} = entry;
		const output = {...common.output, output: atHome(given), name: undefined};
		const target = await chosenTarget(output, wanted);
		if (target.kind !== 'files') return;
		entry.files = await saveResult(result, target, output);
		printData(`${entry.files.picture}\n`);
		tell({saved: {id, file: entry.files.picture}});
	}

	async function show({options: before, result, files}: Entry): Promise<void> {
		const {final} = result.run;
		printNotice(`back to: ${before.instruction}\n`);
		await showPicture(final, await encodePng(toPixels(final)), options.report);
		if (files) printNotice(`${files.picture}\n`);
	}
}

/** Failures that a person can act on are told, and the session continues. */
async function attempt<Value>(act: () => Promise<Value>): Promise<Value | undefined> {
	try {
		return await act();
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
		printNotice(`${describeFailure(error).text}\n`);
		return undefined;
	}
}

/** Previews as a transcript keeps them: a session may be long. */
const smaller = (event: RunEvent): RunEvent => (event.type === 'preview' ? {...event, image: toRgbImage(thumbnailOf(event.image))} : event);

/** No shell stands between the prompt and us. */
const atHome = (file: string): string => (/^~[\\/]/.test(file) ? path.join(homeFolder() ?? '~', file.slice(2)) : file);

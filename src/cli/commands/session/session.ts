import path from 'node:path';
import {beginningsIn, knownWords, noneWith, wordsWith} from '../../../app/known-words.ts';
import {parentsOf} from '../../../app/made-file.ts';
import {sizeFor} from '../../../app/open-engine.ts';
import type {InputPicture} from '../../../app/read-input.ts';
import type {SavedFiles} from '../../../app/run-summary.ts';
import {saveResult} from '../../../app/save-result.ts';
import {warmer} from '../../../app/tries.ts';
import {usage} from '../../../app/usage-error.ts';
import {type ExitCode, exitCodes, type Spelling, UserError} from '../../../errors.ts';
import type {RunEvent} from '../../../events/events.ts';
import {stdinName} from '../../../files/stdin.ts';
import {decodeImage, readImageFile, thumbnailOf, toRgbImage} from '../../../picture/codec.ts';
import type {Parent} from '../../../transcript/schema.ts';
import type {SessionState} from '../../../ui/prompt/session-state.ts';
import {asFlag} from '../../table/flags.ts';
import type {Asked} from '../../terminal/ask.ts';
import {describeFailure} from '../../terminal/failure.ts';
import {holdKeyboard} from '../../terminal/held-keyboard.ts';
import {openFile} from '../../terminal/open-file.ts';
import {printData, printNotice} from '../../terminal/out.ts';
import {showPicture} from '../../terminal/presenter.ts';
import {openReadyEngine} from '../../terminal/ready-engine.ts';
import type {ShownRequest} from '../../terminal/report.ts';
import {chosenTarget} from '../../terminal/target.ts';
import {saveAndTell} from '../run-and-save.ts';
import {runTried} from '../run-tried.ts';
import {wordsText} from '../words.ts';
import {type Entry, historyLines, inputFrom, type MadeEntry, parentsFrom, titleOf} from './album.ts';
import {atHome, typedHere} from './at-home.ts';
import {completeWith} from './complete.ts';
import {createPlans} from './plans.ts';
import {createTalk} from './talk.ts';

/** The beginning of a session: a question, a picture that the request asks for, or one that is in a file. */
export type Beginning = 'asking' | 'making' | {readonly file: string};

/**
Make pictures one after the other, as a person asks for them, with a model that is loaded once.
@param options - What every picture has in common, and the first one if there is one.
*/
export async function runSession(options: ShownRequest, beginning: Beginning): Promise<ExitCode> {
	// Before time is spent: whether files can be saved at all.
	await chosenTarget(options.output, options);
	if (typeof beginning === 'object') await readImageFile(beginning.file);
	const isMaking = beginning === 'making';
	const {image, repaint, seed, ...common} = {...options, output: {...options.output, isForced: false}};
	await using studio = await openReadyEngine(isMaking ? options : {...common, seed});
	using _keyboard = holdKeyboard();
	const album: Entry[] = [];
	let words: readonly string[] = [];
	// Only Tab needs them, which may be late.
	knownWords(studio.model.folder).then(
		known => {
			words = known;
		},
		() => {},
	);
	const talk = createTalk({report: options.report, complete: completeWith(() => words)});
	const plans = createPlans({...common, ...(isMaking ? {seed: undefined} : {seed, repaint})});

	if (isMaking) {
		const parents = image === undefined || !studio.input ? [] : await parentsOf(image, studio.input.file);
		const code = await attempt(async () => make(options, studio.input, parents));
		if (code !== undefined) return code;
	} else if (beginning !== 'asking') {
		await load(beginning.file);
	}
	for (;;) {
		const effect = await talk.next(factsOf);
		if (effect?.type === 'leave') return effect.code;
		const code = effect && (await attempt(async () => perform(effect)));
		if (code !== undefined) return code;
	}

	async function perform(effect: Exclude<Asked['effect'], {type: 'leave'}>): Promise<ExitCode | undefined> {
		switch (effect.type) {
			case 'make':
				return effect.from === undefined ? draw(effect.instruction) : change(entryOf(effect.from), effect.instruction);
			case 'reroll':
				return reroll(entryOf(effect.id));
			case 'save':
				await saveAs(effect.id, effect.file);
				return;
			case 'open':
				await openFile(entryOf(effect.id).files?.picture ?? '');
				return;
			case 'load':
				await load(atHome(effect.file));
				return;
			case 'show':
				await show(entryOf(effect.id));
				return;
			case 'history':
				printNotice(`${historyLines(effect.ids.map(entryOf), entryOf(effect.current)).join('\n')}\n`);
				return;
			case 'words':
				tellWords(effect.rest);
				return;
			default:
				talk.tell({said: await plans.prepare(effect.type, effect.rest)});
		}
		return;
	}

	function entryOf(id: number): Entry {
		const entry = album[id];
		if (!entry) throw new RangeError(`The session has no picture ${id}.`);
		return entry;
	}

	/** Place of the session, for the bar below the prompt. */
	function factsOf({pictures, undone}: SessionState): string[] {
		const current = pictures.at(-1);
		const count = pictures.length + undone.length;
		return [
			...(current ? [current.file === undefined ? 'not saved' : path.basename(current.file)] : []),
			...(count > 1 ? [`picture ${pictures.length} of ${count}`] : []),
			...plans.facts(),
			path.basename(studio.model.folder),
		];
	}

	function tellWords(beginning: string): void {
		if (words.length === 0) {
			talk.tell({said: 'This model reads any words.'});
			return;
		}
		const beginnings = beginningsIn(beginning);
		const shown = beginnings.length === 0 ? wordsText(process.stderr.columns ?? 80) : wordsWith(beginnings, words).join(' ');
		printNotice(`${shown === '' ? noneWith(beginnings) : shown}\n`);
	}

	async function draw(instruction: string): Promise<ExitCode | undefined> {
		return makeAll(plans.requestFor('gen', instruction), undefined, []);
	}

	async function change(entry: Entry, instruction: string): Promise<ExitCode | undefined> {
		const input = await inputFrom(entry, studio.model, {repaint: plans.repaint(), fit: plans.output().fit});
		return makeAll(plans.requestFor('edit', instruction), input, parentsFrom(entry));
	}

	async function reroll(entry: Entry): Promise<ExitCode | undefined> {
		if ('opened' in entry) throw usage('This picture was opened, not made here.', 'Say what is to be different.');
		return makeAll(warmer(plans.again(entry.options)), entry.input, entry.parents);
	}

	/** As many as are wanted, with one seed after the other. */
	async function makeAll(wanted: ShownRequest, input: InputPicture | undefined, parents: readonly Parent[]): Promise<ExitCode | undefined> {
		const each = plans.count() > 1 ? warmer(wanted) : wanted;
		for (let index = 0; index < plans.count(); index++) {
			const made = album.length;
			const code = await make({...each, seed: each.seed + index}, input, parents);
			const last = album[made];
			// Stopped: the others are not wanted either.
			if (code !== undefined || !last || 'opened' in last || last.result.run.end !== 'complete') return code;
		}
		return undefined;
	}

	/** @returns the exit code if the session is to end */
	async function make(wanted: ShownRequest, input: InputPicture | undefined, parents: readonly Parent[]): Promise<ExitCode | undefined> {
		// Runs stand apart from what is above them.
		printNotice('\n');
		const engine = await studio.engine.get(sizeFor(input));
		const typed = talk.listen();
		let isWhole = false;
		const save = async (made: MadeEntry['result'], left: Promise<void>) => {
			// Sentences about its name belong below the screen.
			await left;
			const entry: MadeEntry = {options: wanted, input, parents, result: {...made, events: made.events.map(smaller), parents}};
			const id = album.push(entry) - 1;
			let saved: SavedFiles | undefined;
			// A picture that cannot be saved is still there to be saved elsewhere.
			await attempt(async () => {
				saved = await saveAndTell(entry.result, wanted, await chosenTarget(wanted.output, wanted, {isNumbered: true}));
				if (saved) entry.files = saved;
			});
			talk.tell({made: {id, file: entry.files?.picture}});
			isWhole = made.run.end === 'complete';
			return saved;
		};
		try {
			let hasLeft = false;
			const onLeave = () => {
				hasLeft = true;
			};
			const code = await runTried(wanted, {engine, modelFolder: studio.model.folder, input, save, onLeave}, typed);
			return code === exitCodes.terminated || hasLeft ? code : undefined;
		} finally {
			talk.heard(typed);
			if (!isWhole) talk.cut();
		}
	}

	async function load(file: string): Promise<void> {
		const bytes = await readImageFile(file);
		const pixels = await decodeImage(bytes, file);
		const id = album.push({opened: {file, bytes, pixels}, parents: await parentsOf(file, bytes), files: {picture: file}}) - 1;
		await showPicture(toRgbImage(pixels), options.report);
		printNotice(`${file}\n`);
		talk.tell({made: {id, file}});
	}

	async function saveAs(id: number, given: string): Promise<void> {
		if (given === stdinName) throw new UserError('A session saves into files.', {hint: 'Name a .png file or a folder.'});
		const entry = entryOf(id);
		if ('opened' in entry) throw usage(`This picture was not made here: it is \`${entry.opened.file}\`.`, 'Say what is to be different.');
		const {options: wanted, result} = entry;
		const output = {...plans.output(), output: atHome(given), name: undefined};
		const target = await chosenTarget(output, wanted);
		if (target.kind !== 'files') return;
		entry.files = await saveResult(result, target, output);
		printData(`${entry.files.picture}\n`);
		talk.tell({saved: {id, file: entry.files.picture}});
	}

	async function show(entry: Entry): Promise<void> {
		printNotice(`back to: ${titleOf(entry)}\n`);
		await showPicture('opened' in entry ? toRgbImage(entry.opened.pixels) : entry.result.run.final, options.report);
		if (entry.files) printNotice(`${entry.files.picture}\n`);
	}
}

/** Failures that a person can act on are told, and the session continues. */
async function attempt<Value>(act: () => Promise<Value>): Promise<Value | undefined> {
	try {
		return await act();
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
		printNotice(`${typedHere(describeFailure(error, atPrompt).text)}\n`);
		return undefined;
	}
}

/** Agreeing and being strict are for all pictures of a session: its prompt takes no flags. */
const atPrompt: Spelling = name => (name === 'isAgreed' || name === 'isStrict' ? `${asFlag(name)} when you start mmada` : asFlag(name));

/** Previews as a transcript keeps them: a session may be long. */
const smaller = (event: RunEvent): RunEvent => (event.type === 'preview' ? {...event, image: toRgbImage(thumbnailOf(event.image))} : event);

import path from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import {absoluteParents, madeBeside} from '../../app/made-file.ts';
import {modelPlaces} from '../../app/model-places.ts';
import {runDefaults} from '../../app/run-defaults.ts';
import {usage} from '../../app/usage-error.ts';
import type {ExitCode} from '../../errors.ts';
import {exitCodes, UserError} from '../../errors.ts';
import type {RunEvent} from '../../events/events.ts';
import {madeSettings, withStandIns} from '../../events/settings.ts';
import {checkKnown} from '../../store/find-model.ts';
import type {Made} from '../../transcript/provenance.ts';
import {toRerunOptions} from '../parse/options.ts';
import type {Parsed} from '../parse/parse.ts';
import {textFrom} from '../parse/read-flag.ts';
import {printNotice} from '../terminal/out.ts';
import type {ShownRequest} from '../terminal/report.ts';
import {steeringFor} from './rerun-steering.ts';
import {type RunSource, runAndSave} from './run-and-save.ts';
import {readMadeFile} from './show.ts';

/** `mmada rerun`: make a saved picture again, with what is changed by flags. */
export async function rerun(parsed: Parsed): Promise<ExitCode> {
	const [file, ...words] = parsed.input;
	if (file === undefined) throw usage('Name one picture or transcript.', 'Try: mmada rerun a-cat-in-the-snow.png');
	const made = await readMadeFile(file);
	if (parsed.flags.model === undefined) await checkKnown(made.model.name, modelPlaces());
	const saved = made.transcript ? made : ((await madeBeside(file, made)) ?? made);
	const options = toRerunOptions({input: words, flags: parsed.flags}, made, runDefaults());
	const from = source(saved, file, parsed);
	const placement = saved.transcript?.input?.placement;
	const isPart = placement && JSON.stringify(placement.original) !== JSON.stringify(placement.target);
	if (from.imageFile && isPart && options.output.size !== 'model' && !options.report.isQuiet) {
		printNotice('Only what the model saw of its picture is at hand, so the result gets the size of that; give it with --input.\n');
	}
	const expected = expectation(saved, file, parsed, options);
	const {before, steering} = await steeringFor(saved, file, parsed);
	const isChanged = before !== undefined;
	return runAndSave(
		{...options, ...(steering.length > 0 && {steering})},
		{...(isChanged ? withoutTokens(expected) : expected), ...from, ...(isChanged && {before})},
	);
}

/**
Take a saved run up at one of its steps on the screen, held there, so that a person changes it: what comes of it is saved as another picture.
@param before - Events of the run until then.
*/
export async function takeUp(file: string, flags: Parsed['flags'], before: readonly RunEvent[]): Promise<ExitCode> {
	const made = await readMadeFile(file);
	await checkKnown(made.model.name, modelPlaces());
	const parsed = {input: [], flags};
	const options = toRerunOptions(parsed, made, runDefaults());
	const {settings, transcript} = made;
	const {task, instruction, seed} = settings;
	const step = before.findLast(event => event.type === 'step')?.step ?? 0;
	const from = source(made, file, parsed);
	const parents = [
		...(transcript ? absoluteParents(transcript, path.dirname(file)) : []),
		{task, instruction, seed, step, transcript: path.resolve(file)},
	];
	return runAndSave(options, {...withoutTokens(expectation(made, file, parsed, options)), ...from, parents, before, isHeld: true});
}

/** Source of the picture that an edit started from. @throws UserError (66) when it is not at hand */
function source({settings, transcript, input}: Made, file: string, {flags}: Parsed): RunSource {
	const given = textFrom(flags, 'input');
	if (settings.task === 'gen') {
		if (given !== undefined) throw usage(`\`${file}\` was made from words alone.`, 'Leave out --input, or see `mmada edit`.');
		return {};
	}
	if (given !== undefined) return {};
	if (transcript?.input) {
		const parents = absoluteParents(transcript, path.dirname(file));
		return {imageName: transcript.input.name, imageFile: Buffer.from(transcript.input.png, 'base64'), parents};
	}
	throw new UserError(`\`${file}\` is an edit, and the picture that it started from is not at hand.`, {
		hint: `Name it with --input${input ? ` (it was called \`${input.name}\`)` : ''}, or name the .json file that was saved beside.`,
		exitCode: exitCodes.noInput,
	});
}

/** Results that must be the same, as far as no setting that decides them was changed. */
function expectation({model, run, settings, input}: Made, file: string, {flags}: Parsed, options: ShownRequest): RunSource {
	const isSameModel = flags.model === undefined;
	const isSame =
		isSameModel &&
		run?.end === 'complete' &&
		options.seed === settings.seed &&
		options.instruction === settings.instruction &&
		flags.input === undefined &&
		flags.mask === undefined &&
		flags['mask-box'] === undefined &&
		flags.region === undefined &&
		flags.inpaint === undefined &&
		flags.outpaint === undefined &&
		isDeepStrictEqual(options.settings, withStandIns({}, madeSettings(settings), settings.task));
	return {
		expected: {
			file,
			...(isSameModel && {modelName: model.name, modelDigest: model.digest}),
			...(input && {inputDigest: input.digest}),
			...(isSame && {textIds: run.textIds, codes: run.codes}),
		},
	};
}

/** Expectation of a run that is changed: it comes out as something else. */
function withoutTokens({expected}: RunSource): RunSource {
	if (!expected) return {};
	const {textIds: _textIds, codes: _codes, ...others} = expected;
	return {expected: others};
}

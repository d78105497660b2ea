import path from 'node:path';
import type {RunEvent} from '../events/events.ts';
import type {FinishedRun} from '../events/finished-run.ts';
import {makeResultFolder, type Part, saveTogether} from '../files/save.ts';
import {type Pixels, toPixels} from '../picture/codec.ts';
import {encodePicture} from '../picture/encode.ts';
import {fitTo, place, putBack} from '../picture/fit.ts';
import {formatOf} from '../picture/formats.ts';
import {blend, codeMask, hardened} from '../picture/mask.ts';
import {pixelsDigest} from '../picture/pixels.ts';
import {describeInterventions} from '../transcript/interventions.ts';
import {toMarkdown} from '../transcript/markdown.ts';
import type {Parent} from '../transcript/schema.ts';
import {encodeTranscript, toTranscript} from '../transcript/transcript.ts';
import {type FilesTarget, partsAt} from './output-target.ts';
import {version} from './package.ts';
import type {InputPicture} from './read-input.ts';
import type {OutputOptions} from './request.ts';
import type {SavedFiles} from './run-summary.ts';

/** A run with its picture, and what it came from. */
export type DrawnRun = {
	readonly events: readonly RunEvent[];
	readonly run: FinishedRun;
	/** The picture that an edit started from. */
	readonly input?: InputPicture | undefined;
	/** The runs that led to it, oldest first, and where their transcripts are. */
	readonly parents?: readonly Parent[] | undefined;
	/** Findings of a look at it, as sentences (findings.ts). */
	readonly findings?: readonly string[] | undefined;
};

const software = () => `mmada ${version()}`;

/** The picture's file. */
export async function pictureFile(result: DrawnRun, extension: string, options: OutputOptions): Promise<Uint8Array> {
	const {run, input} = result;
	const origin = {
		software: software(),
		settings: run.settings,
		model: run.model,
		reasoning: run.text,
		...(input && {input: {name: input.name, digest: pixelsDigest(input.pixels), fit: input.placement.fit}}),
		output: outputFacts(options),
		...(run.end !== 'complete' && {partial: {step: run.step}}),
	};
	return encodePicture(await pictureOf(result, options), origin, {format: formatOf(extension), ...options});
}

/** The transcript of a run. */
export const transcriptFile = async (result: DrawnRun, options: OutputOptions): Promise<Uint8Array> =>
	encodeTranscript(await toTranscript(result.events, {software: software(), savedAt: new Date(), ...transcriptFacts(result, options)}));

const transcriptFacts = ({input}: DrawnRun, options: OutputOptions) => ({
	output: outputFacts(options),
	input: input && {name: input.name, pixels: input.pixels, placement: input.placement},
});

/** Save the picture with its transcripts: all of them or none, none over another file but with --force. */
export async function saveResult(result: DrawnRun, target: FilesTarget, options: OutputOptions): Promise<SavedFiles> {
	const {input} = result;
	const {folder, stem, extension} = target;
	const facts = {software: software(), savedAt: new Date()};
	const transcript = await toTranscript(result.events, {
		...facts,
		...transcriptFacts(result, options),
		parents: result.parents?.map(({transcript, ...parent}) => ({
			...parent,
			...(transcript !== undefined && {transcript: path.relative(folder, transcript).replaceAll(path.sep, '/')}),
		})),
	});
	const changes = describeInterventions(result.events);
	const page = (name: string) =>
		Buffer.from(toMarkdown(result.run, {...facts, changes, picture: `${name}${extension}`, input: input?.name}));
	const bytes = [await pictureFile(result, extension, options), encodeTranscript(transcript), page];
	// A name that was free may be taken by now.
	const names = await partsAt(target, options);
	const parts = names.flatMap((name, index): Part[] => (bytes[index] ? [{...name, bytes: bytes[index]}] : []));
	if (target.isNew) await makeResultFolder(folder);
	const isReplacing = options.isForced || (target.replaced !== undefined && target.replaced.length > 0);
	const [picture = '', json = '', markdown] = await saveTogether(folder, stem, parts, {force: isReplacing});
	return {picture, transcript: json, ...(markdown !== undefined && {markdown})};
}

/** Whether the name was taken, so that the files got another. */
export const isRenamed = ({picture}: SavedFiles, {stem, extension}: FilesTarget): boolean =>
	path.basename(picture) !== `${stem}${extension}`;

/** The result at the size that was asked for; where it was not to change, it is the input's own. */
export async function pictureOf(result: DrawnRun, {size, fit}: Pick<OutputOptions, 'size' | 'fit'>): Promise<Pixels> {
	const {run, input} = result;
	const drawn = toPixels(run.final);
	const mask = input && (await changeMask(run, input));
	if (size === 'model') return input && mask ? blend(input.pixels, drawn, await fitTo(mask, input.placement)) : drawn;
	const whole = input ? await putBack(input.original, drawn, input.placement, mask) : drawn;
	return size === 'auto' ? whole : fitTo(whole, place(whole, size, fit ?? 'crop'));
}

/** White where an edit may change its input, at the input's own size: the mask that was given, or the codes that were changed. */
async function changeMask({settings, model}: FinishedRun, {original, mask, placement}: InputPicture): Promise<Pixels | undefined> {
	if (mask || !settings.repaint) return mask;
	const black = {...original, rgb: new Uint8Array(original.rgb.length)};
	return hardened(await putBack(black, codeMask(settings.repaint, model), placement));
}

const outputFacts = ({size, fit}: OutputOptions) => ({
	size: typeof size === 'string' ? size : (`${size.width}x${size.height}` as const),
	...(fit && {fit}),
});

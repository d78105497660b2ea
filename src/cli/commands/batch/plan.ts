import {createHash} from 'node:crypto';
import path from 'node:path';
import {nameFrom} from '../../../app/name-template.ts';
import {splitName, type Target} from '../../../app/output-target.ts';
import {exitCodes, UserError} from '../../../errors.ts';
import {stdinName} from '../../../files/stdin.ts';
import {pictureExtension, pictureExtensions} from '../../../picture/formats.ts';
import type {BatchOptions} from '../../parse/batch-options.ts';
import {toEditOptions, toGenOptions} from '../../parse/options.ts';
import type {Parsed} from '../../parse/parse.ts';
import {type FlagName, flags as knownFlags} from '../../table/flags.ts';
import {isSwitch} from '../../table/setting-names.ts';
import {nearest} from '../../table/suggest.ts';
import type {RunOptions} from '../../terminal/report.ts';
import type {WrittenJob} from './parse-list.ts';

/** A job as it will be done. */
export type PlannedJob = {
	readonly number: number;
	readonly line: number;
	readonly options: RunOptions;
	readonly target: Extract<Target, {kind: 'files'}>;
};

export type PlanFacts = {
	/** Of the first job; each further one counts on from it. */
	readonly seed: number;
	/** When the batch was begun: names may tell it. */
	readonly startedAt: Date;
	/** Where relative paths of the list start. */
	readonly base: string;
};

/** What a job may say of itself, beside `instruction`, `image` and `output`; the command line may say it for all. */
const jobFlags = [
	'seed',
	'steps',
	'image-steps',
	'guidance',
	'guidance-text',
	'guidance-image',
	'recipe',
	'temperature',
	'text-temperature',
	'block-length',
	'remasking',
	'schedule',
	'size',
	'fit',
	'markdown',
	'metadata',
	'ai-mark',
	'strict',
] as const satisfies readonly FlagName[];
const editFlags = ['mask', 'inpaint', 'outpaint'] as const satisfies readonly FlagName[];
const ownFields = ['instruction', 'image', 'output'] as const;
const fields: readonly string[] = [...ownFields, ...jobFlags, ...editFlags];

const maxTold = 5;

/** Every job with its settings and the name of its picture, checked before the first is done. @throws UserError (65) that names the jobs that cannot be */
export function planJobs(jobs: readonly WrittenJob[], options: BatchOptions, facts: PlanFacts): PlannedJob[] {
	const digits = String(jobs.at(-1)?.number ?? 0).length;
	const planned: PlannedJob[] = [];
	const faults: string[] = [];
	const takenBy = new Map<string, number>();
	for (const job of jobs) {
		try {
			const plan = planJob(job, options, facts, digits);
			const {folder, stem} = plan.target;
			// Some file systems do not tell capitals from small letters.
			const name = path.join(folder, stem).toLowerCase();
			const other = takenBy.get(name);
			if (other !== undefined) throw new UserError(`its files would be called like those of line ${other}`, {hint: ''});
			takenBy.set(name, job.line);
			planned.push(plan);
		} catch (error) {
			if (!(error instanceof UserError)) throw error;
			faults.push(`line ${job.line}: ${error.message.replace(/\.$/, '')}`);
		}
	}
	if (faults.length === 0) return planned;
	const more = faults.length > maxTold ? `; and ${faults.length - maxTold} more` : '';
	throw new UserError(`${faults.length} of ${jobs.length} jobs cannot be done: ${faults.slice(0, maxTold).join('; ')}${more}.`, {
		hint: 'Mend the list; nothing was done yet.',
		exitCode: exitCodes.badData,
	});
}

function planJob({number, line, fields: written}: WrittenJob, batch: BatchOptions, facts: PlanFacts, digits: number): PlannedJob {
	const job = named(written);
	const instruction = textOf(job, 'instruction') ?? '';
	const image = textOf(job, 'image');
	if (image === stdinName) throw fault('`image` must be a file');
	const edits = editFlags.find(name => job[name] !== undefined);
	if (edits && image === undefined) throw fault(`\`${edits}\` is for a job with an \`image\``);
	const place = (file: string) => path.resolve(facts.base, file);
	const flags: Parsed['flags'] = {
		...pick(batch.flags, jobFlags),
		seed: String((facts.seed + number - 1) % (Number.MAX_SAFE_INTEGER + 1)),
		...pick(job, jobFlags),
		...pick(job, editFlags),
		...(job.mask !== undefined && {mask: place(String(job.mask))}),
		...(batch.textLength !== undefined && {'text-length': String(batch.textLength)}),
		force: batch.isForced,
		quiet: true,
		preview: false,
	};
	const defaults = {model: batch.model, threads: batch.threads, randomSeed: () => facts.seed};
	const options = toOptions(image === undefined ? undefined : place(image), instruction, flags, defaults);
	const name = textOf(job, 'output') ?? nameOf(options, {number, digits, batch, facts});
	return {number, line, options, target: targetOf(name, batch.folder, job.output !== undefined)};
}

function toOptions(
	image: string | undefined,
	instruction: string,
	flags: Parsed['flags'],
	defaults: Parameters<typeof toGenOptions>[1],
): RunOptions {
	try {
		if (image === undefined) return toGenOptions({input: [instruction], flags}, defaults);
		return toEditOptions({input: [image, instruction], flags}, defaults);
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
		// It speaks of flags, and the list has fields.
		throw fault(error.message.replace(/--(?:no-)?([a-z-]+)/g, '`$1`'));
	}
}

/** Fields by the names of their flags: `imageSteps` and `image_steps` are `image-steps`. */
function named(written: WrittenJob['fields']): Partial<Record<string, string | boolean>> {
	return Object.fromEntries(
		Object.entries(written).map(([given, value]) => {
			const name = given.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`).replaceAll('_', '-');
			if (!fields.includes(name)) {
				const near = nearest(name, fields);
				throw fault(`there is no field \`${given}\`${near === undefined ? '' : ` (did you mean \`${near}\`?)`}`);
			}
			return [name, isFlag(name) && isSwitch(name) ? toSwitch(name, value) : value];
		}),
	);
}

const isFlag = (name: string): name is FlagName => Object.hasOwn(knownFlags, name);

function toSwitch(name: string, value: string | boolean): boolean {
	if (typeof value === 'boolean') return value;
	if (['true', '1', 'yes'].includes(value.toLowerCase())) return true;
	if (['false', '0', 'no'].includes(value.toLowerCase())) return false;
	throw fault(`\`${name}\` must be true or false, not \`${value}\``);
}

function textOf(job: Partial<Record<string, string | boolean>>, name: (typeof ownFields)[number]): string | undefined {
	const value = job[name];
	if (value === undefined || typeof value === 'string') return value;
	throw fault(`\`${name}\` must be text`);
}

const pick = (from: Partial<Record<string, string | boolean>>, names: readonly FlagName[]): Parsed['flags'] =>
	Object.fromEntries(names.flatMap(name => (from[name] === undefined ? [] : [[name, from[name]]])));

type Naming = {readonly number: number; readonly digits: number; readonly batch: BatchOptions; readonly facts: PlanFacts};

const nameOf = (options: RunOptions, {number, digits, batch, facts}: Naming): string =>
	nameFrom(batch.name.replaceAll('{n}', String(number).padStart(digits, '0')), {...options, now: facts.startedAt});

/** Where the files of a job go: into the folder of the batch and nowhere else. */
function targetOf(name: string, folder: string, isGiven: boolean): PlannedJob['target'] {
	const place = path.normalize(name);
	const {base} = path.parse(place);
	if (path.isAbsolute(place) || place.split(path.sep).includes('..') || base === '' || base === '.' || /[\\/]$/.test(name))
		throw fault(`\`output\` must be a file in the folder of the batch, not \`${name}\``);
	if (path.extname(base) !== '' && !pictureExtension(base) && isGiven)
		throw fault(`pictures are saved as ${pictureExtensions.join(', ')}, and \`${name}\` is another kind`);
	if (/^contact-sheet/i.test(base)) throw fault(`\`${name}\` is what the contact sheet is called`);
	return {kind: 'files', folder: path.join(folder, path.dirname(place)), ...splitName(base)};
}

/**
sha256 (hex) over all that decides what a batch makes, which goes on as the same one only.
@param model - its digest
*/
export function batchDigest(jobs: readonly WrittenJob[], {flags, textLength, name}: BatchOptions, model: string): string {
	const settings = Object.entries(pick(flags, jobFlags)).sort();
	return createHash('sha256')
		.update(JSON.stringify([jobs.map(({fields: written}) => Object.entries(written).sort()), settings, model, textLength, name]))
		.digest('hex');
}

const fault = (message: string) => new UserError(message, {hint: '', exitCode: exitCodes.badData});

import {createHash} from 'node:crypto';
import path from 'node:path';
import {maxSeed} from '../../decoder/random.ts';
import {atDoor, exitCodes, UserError} from '../../errors.ts';
import {settingFlagNames, withStandIns} from '../../events/settings.ts';
import {stdinName} from '../../files/stdin.ts';
import {nearest} from '../../words.ts';
import type {AsRead} from '../as-read.ts';
import {nameFrom} from '../name-template.ts';
import {type RunRequest, requestFrom} from '../request.ts';
import {askedBy} from '../said-fields.ts';
import {earlierJob, jobNamed} from './chain.ts';
import {createPlaces, fault, refusedJobs, short, targetOf} from './job-names.ts';
import type {BatchOptions} from './options.ts';
import type {WrittenJob} from './parse-list.ts';
import type {PlannedJob} from './planned-job.ts';

export type PlanFacts = {
	/** Seed of the first job; each further one adds 1. */
	readonly seed: number;
	/** When the batch was begun: names may tell it. */
	readonly startedAt: Date;
	/** The instruction as pictures are called after it; by default as it is. */
	readonly asRead?: AsRead;
	/** Folder that relative paths of the list start from. */
	readonly base: string;
};

/** Fields of a job, by the names of the flags for all jobs; and those that only a job has. */
const jobFields = [...settingFlagNames, 'seed', 'tries', 'size', 'fit', 'markdown', 'metadata', 'ai-mark', 'strict', 'yes'] as const;
const editFields = ['mask', 'mask-box', 'region', 'invert-mask', 'inpaint', 'outpaint'] as const;
const ownFields = ['instruction', 'image', 'output'] as const;
const fields: readonly string[] = [...ownFields, ...jobFields, ...editFields];

/** In letters: far more than any model takes. */
const longestInstruction = 20_000;

/** Every job with its settings and the name of its picture, checked before the first is done. @throws UserError (65) that names the jobs that cannot be */
export function planJobs(jobs: readonly WrittenJob[], options: BatchOptions, facts: PlanFacts): PlannedJob[] {
	const digits = String(jobs.at(-1)?.number ?? 0).length;
	const planned = new Map<number, PlannedJob>();
	const faults: {readonly line: number; readonly message: string}[] = [];
	const places = createPlaces();
	for (const job of jobs) {
		try {
			const plan = planJob(job, options, facts, {digits, planned});
			places.take(plan.target, job.line);
			planned.set(job.number, plan);
		} catch (error) {
			if (!(error instanceof UserError)) throw error;
			faults.push({line: job.line, message: error.message});
		}
	}
	if (faults.length === 0) return [...planned.values()];
	throw refusedJobs(faults, jobs.length);
}

type Before = {readonly digits: number; readonly planned: ReadonlyMap<number, PlannedJob>};

function planJob(
	{number, line, fields: written}: WrittenJob,
	batch: BatchOptions,
	facts: PlanFacts,
	{digits, planned}: Before,
): PlannedJob {
	const {values, writtenAs} = named(written);
	const instruction = (textOf(values, 'instruction') ?? '').trim();
	if (instruction === '') throw fault('There is no instruction');
	if (instruction.length > longestInstruction)
		throw fault(`the instruction has ${instruction.length} characters, and no model reads more than ${longestInstruction}`);
	const image = textOf(values, 'image');
	if (image === stdinName) throw fault('`image` must be a file');
	const edits = editFields.find(name => values[name] !== undefined);
	if (edits && image === undefined) throw fault(`\`${edits}\` is for a job with an \`image\``);
	const place = (file: string) => path.resolve(facts.base, file);
	const from = image === undefined ? undefined : jobNamed(image);
	const before = from === undefined ? undefined : earlierJob(number, from, planned).target;
	const task = image === undefined ? 'gen' : 'edit';
	const {common} = batch;
	const seed = (facts.seed + number - 1) % (maxSeed + 1);
	const mask = textOf(values, 'mask');
	const places = {...(mask !== undefined && mask !== '' && {mask: place(mask)})};
	// It speaks of the fields as the list has them.
	const request = atDoor(
		name => `\`${writtenAs.get(name) ?? name}\``,
		() => {
			const {output, settings, ...asked} = askedBy({...values, ...places});
			return requestFrom(
				{
					...common,
					...{task, instruction, image: before ? path.resolve(before.folder, before.stem + before.extension) : image && place(image), seed},
					...asked,
					settings: withStandIns(settings ?? {}, common.settings, task),
					output: {...common.output, ...output},
				},
				{...common, randomSeed: () => seed},
			);
		},
		{exitCode: exitCodes.badData},
	);
	const name = textOf(values, 'output') ?? nameOf(request, {number, digits, batch, facts});
	const target = targetOf(name, batch.folder, values.output !== undefined);
	return {number, line, request, target, ...(from !== undefined && {from})};
}

type Values = Partial<Record<string, WrittenJob['fields'][string]>>;

/** Fields by the names of their flags: `imageSteps`, `image_steps` and `Image steps` are `image-steps`. */
function named(written: WrittenJob['fields']): {readonly values: Values; readonly writtenAs: ReadonlyMap<string, string>} {
	const writtenAs = new Map<string, string>();
	const values: Values = {};
	for (const [given, value] of Object.entries(written)) {
		const name = fieldNames.get(plainName(given));
		if (name === undefined) {
			const near = given.length > longestName ? undefined : nearest(given.toLowerCase(), fields);
			throw fault(`there is no field \`${short(given)}\`${near === undefined ? '' : ` (did you mean \`${near}\`?)`}`);
		}
		const other = writtenAs.get(name);
		if (other !== undefined) throw fault(`\`${other}\` and \`${given}\` are the same`);
		writtenAs.set(name, given);
		values[name] = value;
	}
	return {values, writtenAs};
}

/** Longer names are like none of a field. */
const longestName = 40;
/** A name without what people write differently. */
const plainName = (name: string): string => (name.length > longestName ? name : name.toLowerCase().replace(/[\s_-]/g, ''));
const fieldNames = new Map([...fields.map(name => [plainName(name), name] as const), ['prompt', 'instruction'] as const]);

function textOf(job: Values, name: (typeof ownFields)[number] | 'mask'): string | undefined {
	const value = job[name];
	if (value === undefined || typeof value === 'string') return value;
	if (typeof value === 'number') return String(value);
	throw fault(`\`${name}\` must be text`);
}

type Naming = {readonly number: number; readonly digits: number; readonly batch: BatchOptions; readonly facts: PlanFacts};

const nameOf = (request: RunRequest, {number, digits, batch, facts}: Naming): string =>
	nameFrom(batch.name.replaceAll('{n}', String(number).padStart(digits, '0')), {
		...request,
		instruction: facts.asRead?.(request.instruction) ?? request.instruction,
		now: facts.startedAt,
	});

/**
Identity of a batch (sha256, hex). `--continue` refuses a folder whose identity differs.
@param model - its digest
*/
export function batchDigest(jobs: readonly WrittenJob[], {said, common, name}: BatchOptions, model: string): string {
	// Numbers as texts, as a table has them.
	const written = jobs.map(({fields}) =>
		Object.entries(fields)
			.map(([key, value]) => [key, typeof value === 'number' ? String(value) : value])
			.sort(),
	);
	return createHash('sha256')
		.update(JSON.stringify([written, Object.entries(said).sort(), model, common.textLength, name]))
		.digest('hex');
}

import path from 'node:path';
import type {RepaintOption} from '../../../app/request.ts';
import {requestFields} from '../../../app/request-fields.ts';
import {runDefaults} from '../../../app/run-defaults.ts';
import {usage} from '../../../app/usage-error.ts';
import {atDoor} from '../../../errors.ts';
import {valueFrom} from '../../../events/fields.ts';
import {withStandIns} from '../../../events/settings.ts';
import {readImageFile} from '../../../picture/codec.ts';
import type {ShownRequest} from '../../terminal/report.ts';
import {atHome} from './at-home.ts';
import {type Changes, changedBy, changesInWords, withChanges} from './settings.ts';

/** Most pictures of an instruction. */
const mostAtOnce = 48;

/** A person's wishes about the pictures to come. */
export type Plans = {
	/** Obey a command about them. @returns a sentence about what holds now @throws UserError for what cannot be */
	readonly prepare: (name: 'seed' | 'set' | 'count' | 'mask', rest: string) => Promise<string>;
	/** The request for the next picture. */
	readonly requestFor: (task: 'gen' | 'edit', instruction: string) => ShownRequest;
	/** The request that made a picture, to be made again. */
	readonly again: (before: ShownRequest) => ShownRequest;
	/** The place of saved pictures and the way to bring one into another shape. */
	readonly output: () => ShownRequest['output'];
	readonly count: () => number;
	/** The part that edits change. */
	readonly repaint: () => RepaintOption | undefined;
	readonly facts: () => readonly string[];
};

/** @param common - what all pictures have in common, the part that the first edit changes, and its seed, if those are wanted for the next one */
export function createPlans(common: Omit<ShownRequest, 'seed'> & {readonly seed: number | undefined}): Plans {
	const {randomSeed} = runDefaults();
	let changes: Changes = new Map();
	/** For the next picture only. */
	let {seed, repaint} = common;
	let count = 1;
	const nextSeed = () => {
		const next = seed ?? randomSeed();
		seed = undefined;
		return next;
	};
	const output = () => withChanges(common, changes).output;

	return {
		count: () => count,
		repaint: () => repaint,
		output,
		requestFor(task, instruction) {
			const {settings, repaint: _, ...request} = withChanges(common, changes);
			return {
				...request,
				...(task === 'edit' && repaint && {repaint}),
				settings: withStandIns({}, settings, task),
				task,
				instruction,
				seed: nextSeed(),
			};
		},
		again(before) {
			const {settings, ...request} = withChanges(before, changes);
			return {...request, settings: withStandIns({}, settings, request.task), output: output(), seed: nextSeed()};
		},
		async prepare(name, rest) {
			switch (name) {
				case 'set':
					if (rest !== '') changes = changedBy(changes, rest);
					return changesInWords(changes);
				case 'seed':
					seed = rest === 'random' || rest === '' ? undefined : read('seed', rest);
					return `The next picture gets ${seed === undefined ? 'a random seed' : `seed ${seed}`}.`;
				case 'count': {
					const wanted = rest === '' ? count : read('count', rest);
					if (wanted > mostAtOnce) throw usage(`An instruction makes no more than ${mostAtOnce} pictures.`, 'Try: /n 4');
					count = wanted;
					return `Each instruction makes ${count === 1 ? 'one picture' : `${count} pictures`}.`;
				}
				case 'mask': {
					if (rest !== '') repaint = rest === 'off' ? undefined : await maskIn(atHome(rest));
					return repaint && 'maskFile' in repaint
						? `Edits change only what is white in \`${repaint.maskFile}\`, until /mask off.`
						: 'Edits change all of a picture; /mask FILE lets them change a part.';
				}
			}
		},
		facts: () => [
			...[...changes].map(([name, value]) => `${name} ${value}`),
			...(count > 1 ? [`${count} at once`] : []),
			...(repaint && 'maskFile' in repaint ? [`mask ${path.basename(repaint.maskFile)}`] : []),
		],
	};
}

/** Whether its size fits is seen with the picture. @throws UserError (65, 66) when there is no picture */
async function maskIn(file: string): Promise<RepaintOption> {
	await readImageFile(file);
	return {maskFile: file};
}

const read = (name: 'seed' | 'count', given: string): number =>
	atDoor(
		field => `/${field}`,
		() => valueFrom(name, requestFields[name], given),
	);

import {type Branch, branchOf, steeringOf} from '../../app/branch.ts';
import {modelPlaces} from '../../app/model-places.ts';
import {usage} from '../../app/usage-error.ts';
import {exitCodes, UserError} from '../../errors.ts';
import {digestsAgree, type RunEvent} from '../../events/events.ts';
import {whole} from '../../events/fields.ts';
import {settingFlagNames} from '../../events/settings.ts';
import {modelDigest} from '../../model/checkpoint/digest.ts';
import {findModel} from '../../store/find-model.ts';
import type {Made} from '../../transcript/provenance.ts';
import {toEvents} from '../../transcript/transcript.ts';
import type {Parsed} from '../parse/parse.ts';
import {read, textFrom} from '../parse/read-flag.ts';
import {requestsFrom, steeringFlags} from '../parse/steering.ts';

/**
Changes that `rerun` makes to a run: those that it had, or what the flags say, from one of its steps on.
@throws UserError: 2 for flags that say nothing together or change nothing, 66 when the steps of the run are not at hand
*/
export async function steeringFor(
	made: Made,
	file: string,
	{flags, input}: Parsed,
): Promise<{readonly before?: Branch['before']; readonly steering: Branch['steering']}> {
	const {transcript, run} = made;
	const step = read(flags, 'from-step', whole(0, 65_536));
	const requests = requestsFrom(flags);
	if (step === undefined && requests.length === 0) {
		const steering = transcript ? steeringOf(await collected(transcript)) : [];
		// Another model has other words: what this one was changed by says nothing there.
		return {steering: steering.length > 0 && (await isOfModel(made, flags)) ? steering : []};
	}
	if (requests.length === 0)
		throw usage(
			'--from-step says where to go on, and nothing says what changes there.',
			`Add one of these: ${steeringFlags.map(name => `--${name}`).join(', ')}.`,
		);
	const fixed = [...beside, ...settingFlagNames].find(name => flags[name] !== undefined);
	if (fixed !== undefined || input.length > 1) {
		const what = fixed === undefined ? 'Words for another instruction' : `--${fixed}`;
		throw usage(
			`${what} cannot change what the run decided until then.`,
			'Leave it out; --instruction changes the instruction from there on.',
		);
	}
	if (step === undefined && run?.end === 'complete' && requests.every(({type}) => type === 'instruction'))
		throw usage(
			'--instruction leads what is still to be drawn, and this picture is finished.',
			'Say from which step on it leads, with --from-step (0 for all of it), or change words of the thought, with --write.',
		);
	if (transcript) return branchOf(await collected(transcript), step, requests);
	throw new UserError(`The steps of the run that made \`${file}\` are not at hand.`, {
		hint: 'Name the .json file that was saved beside the picture.',
		exitCode: exitCodes.noInput,
	});
}

/** Whether the model that is named, if one is, is the one that made it. */
async function isOfModel({model}: Made, flags: Parsed['flags']): Promise<boolean> {
	const named = textFrom(flags, 'model');
	if (named === undefined) return true;
	const {folder} = await findModel(named, modelPlaces());
	return digestsAgree(model.digest, await modelDigest(folder));
}

/** Flags besides the settings that decide a run from its first step on. */
const beside = [
	'seed',
	'input',
	'mask',
	'mask-box',
	'region',
	'invert-mask',
	'inpaint',
	'outpaint',
	'text-length',
	'n',
	'interactive',
] as const;

async function collected(transcript: NonNullable<Made['transcript']>): Promise<RunEvent[]> {
	const events: RunEvent[] = [];
	for await (const event of toEvents(transcript)) events.push(event);
	return events;
}

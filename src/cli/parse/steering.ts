import {usage} from '../../app/usage-error.ts';
import type {ScheduledSteering, SteerRequest} from '../../run/job.ts';
import type {FlagName} from '../table/flags.ts';
import type {Parsed} from './parse.ts';
import {textFrom} from './read-flag.ts';

type Flags = Parsed['flags'];

/** Flags that change a run on its way. */
export const steeringFlags = ['write', 'mask-words', 'mask-region', 'instruction'] as const satisfies readonly FlagName[];

/** Words to begin with, as `--thought` and `--keep-thought` ask for. @param kept - the thought of the picture that is named */
export function thoughtFrom(flags: Flags, kept: string | undefined): {readonly steering?: readonly ScheduledSteering[]} {
	const thought = textFrom(flags, 'thought');
	if (thought === undefined && kept === undefined) return {};
	if (thought !== undefined && kept !== undefined)
		throw usage('--thought and --keep-thought exclude each other.', 'Give the words, or the picture whose thought they are.');
	if (flags.interactive === true) throw usage('A session asks for the next picture, and a thought is for one.', 'Leave out --interactive.');
	const request = thought === undefined ? {text: kept ?? '', isWhole: true} : {text: thought};
	return {steering: [{step: 0, by: 'person', request: {type: 'think', ...request}}]};
}

/** Changes that the flags of `rerun` ask for. @throws UserError (2) for what is not said as it has to be */
export function requestsFrom(flags: Flags): SteerRequest[] {
	const instruction = textFrom(flags, 'instruction');
	const isAgreed = flags['only-this'] !== true;
	return [
		...(instruction === undefined ? [] : [{type: 'instruction' as const, instruction, isAgreed}]),
		...listFrom(flags, 'write').map(pair => ({...replacement(pair), isAgreed})),
		...listFrom(flags, 'mask-words').map(words => ({type: 'forget' as const, words, isAgreed})),
		...regionFrom(flags),
	];
}

function listFrom(flags: Flags, name: FlagName): string[] {
	const given = textFrom(flags, name);
	if (given === undefined) return [];
	const parts = given.split(',').map(part => part.trim());
	if (parts.every(part => part !== '')) return parts;
	throw usage(`--${name} must be words with a comma between them, not \`${given}\`.`, `Change or leave out --${name}.`);
}

function replacement(pair: string): Extract<SteerRequest, {type: 'replace'}> {
	const [from = '', to = '', ...rest] = pair.split('=').map(part => part.trim());
	if (from !== '' && to !== '' && rest.length === 0) return {type: 'replace', from, to};
	throw usage(
		`--write must be words and others for them, not \`${pair}\`.`,
		'Try: --write "red=green", or several: --write "red=green, cat=dog"',
	);
}

function regionFrom(flags: Flags): SteerRequest[] {
	const given = textFrom(flags, 'mask-region');
	if (given === undefined) return [];
	const numbers = given.split(',').map(part => (/^\s*\d{1,6}\s*$/.test(part) ? Number(part) : Number.NaN));
	const [x = 0, y = 0, width = 0, height = 0] = numbers;
	if (numbers.length !== 4 || numbers.some(Number.isNaN))
		throw usage(`--mask-region must be x,y,width,height in pixels, not \`${given}\`.`, 'Try: --mask-region 0,0,72,72');
	return [{type: 'forgetRegion', x, y, width, height}];
}

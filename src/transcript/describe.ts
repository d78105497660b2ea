import {printable} from '../printable.ts';
import type {Made} from './provenance.ts';

/** The origin of a picture, for people: the instruction, then a line for each fact. */
export function describeMade({
	settings,
	model,
	reasoning,
	software,
	output,
	input,
	sourceType,
	transcript,
	run,
	partial,
	changes = [],
}: Made): string {
	const {steps, imageSteps, guidanceText, guidanceImage, shortcuts: {promptRefresh} = {}} = settings;
	const editedFrom = input?.name ?? transcript?.input?.name;
	const fit = input?.fit ?? transcript?.input?.placement?.fit;
	const facts: readonly (readonly [string, string | number | undefined])[] = [
		['reasoning', settings.thinking === false ? 'none' : reasoning],
		...(transcript?.parents ?? []).map(({instruction, seed, transcript: file}, index) => {
			const where = file === undefined ? '' : `, ${file}`;
			return [`came from ${index + 1}`, `${instruction} (seed ${seed}${where})`] as const;
		}),
		...changes.map((change, index) => [`changed ${index + 1}`, change] as const),
		['edited from', editedFrom === undefined ? undefined : `${editedFrom}${fit === undefined ? '' : ` by ${fit}`}`],
		['seed', settings.seed],
		['model', `${model.name} on ${model.device}, sha256 ${model.digest}`],
		['recipe', settings.quality === undefined ? settings.recipe : `${settings.recipe}, quality ${settings.quality}`],
		['steps', `${steps}, ${imageSteps} of them for the picture`],
		['prompt', promptRefresh && `read every ${promptRefresh} steps`],
		['guidance', guidanceImage === 0 ? guidanceText : `${guidanceText}, by the picture ${guidanceImage}`],
		['temperature', `${settings.temperature}, of the text ${settings.textTemperature}`],
		['text', `${settings.textLength} tokens in blocks of ${settings.blockLength}`],
		['size', output && `${output.size}${output.fit === undefined ? '' : ` by ${output.fit}`}`],
		['partial', partial && `stopped after ${partial.step} of ${steps} steps`],
		['ended', run?.end && `${run.end} after ${run.step} steps and ${(run.elapsedMs / 1000).toFixed(1)} s`],
		['saved', transcript?.savedAt],
		['marked as', sourceType],
		['made by', software],
	];
	const shown = facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, printable(String(value))] as const]));
	const width = Math.max(...shown.map(([name]) => name.length));
	return [printable(settings.instruction), '', ...shown.map(([name, value]) => `${name.padEnd(width)}  ${value}`)].join('\n');
}

import {readdirSync} from 'node:fs';
import type {CodeId, TokenId} from '../../../src/decoder/ids.ts';
import type {SettingsA, StartA} from '../../../src/decoder/released/a.ts';
import type {SettingsM, StartM} from '../../../src/decoder/released/m.ts';
import type {ReleasedDraws} from '../../../src/decoder/released/reveal.ts';
import type {Remasking} from '../../../src/decoder/state.ts';
import {golden, goldenJson} from '../../model/recipe.ts';

/** Rows of both checkpoints' heads. */
export const vocabularySize = 134_656;

type Draws = {
	readonly multinomial_u?: readonly (readonly number[])[];
	readonly randn?: readonly (readonly number[])[];
	readonly gumbel_u?: readonly (readonly number[])[];
	readonly rand?: readonly (readonly number[])[];
	readonly randint?: readonly CodeId[];
	readonly text_noise?: {readonly seed: number; readonly first4_per_call: readonly (readonly number[])[]};
};

/** A recorded run of the released code: see "traces" in the golden README; here a step holds what it changed in the sequence. */
type Trace<Settings, Inputs> = {
	readonly name: string;
	readonly settings: Settings;
	readonly inputs: Inputs;
	readonly draws: Draws;
	readonly final_text_ids: readonly TokenId[];
	readonly final_image_codes: readonly CodeId[];
	readonly steps: readonly {
		readonly changed: readonly (readonly [place: number, id: TokenId])[];
		readonly sampled_ids?: readonly CodeId[];
	}[];
};

export type TraceA = Trace<
	{
		readonly text_steps: number;
		readonly timesteps: number;
		readonly temperature: number;
		readonly text_temperature: number;
		readonly cfg_scale: number;
		readonly cfg_img: number;
		readonly remasking: Remasking;
		readonly text_vocab_size: number;
		readonly codebook_size: number;
		readonly mask_token: TokenId;
		readonly image_schedule: 'inference' | 'app';
	},
	{
		readonly input_ids: readonly TokenId[];
		readonly uncon_text: readonly TokenId[] | null;
		readonly uncon_image: readonly TokenId[] | null;
		readonly text_start: number;
		readonly text_end: number;
	}
> & {readonly image_positions: readonly number[]};

export type TraceM = Trace<
	{
		readonly text_steps: number;
		readonly image_steps: number;
		readonly text_cfg: number;
		readonly image_cfg: number;
		readonly image_temperature: number;
		readonly text_temperature: number;
		readonly remasking: Remasking;
		readonly num_vq_tokens: number;
		readonly max_seq_length: number;
		readonly codebook_size: number;
		readonly tokenizer_length: number;
		readonly mask_token: TokenId;
		readonly image_sampling: 'inverse_cdf' | 'argmax';
	},
	{readonly input_ids: readonly TokenId[]; readonly uncond_input_ids: readonly TokenId[]}
> & {readonly initial_ids: readonly TokenId[]; readonly image_start: number; readonly text_start: number};

export const traceNames = (family: 'a' | 'm'): string[] => readdirSync(golden(family, 'traces')).map(file => file.replace('.json', ''));
export const readTraceA = (name: string) => goldenJson<TraceA>('a', 'traces', `${name}.json`);
export const readTraceM = (name: string) => goldenJson<TraceM>('m', 'traces', `${name}.json`);

const range = (start: number, end: number) => Array.from({length: end - start}, (_, index) => start + index);

export function runOfA({settings, inputs, image_positions: image}: TraceA, rows = vocabularySize): {start: StartA; settings: SettingsA} {
	return {
		start: {
			ids: inputs.input_ids,
			text: range(inputs.text_start, inputs.text_end),
			image,
			withoutText: inputs.uncon_text ?? undefined,
			withoutImage: inputs.uncon_image ?? undefined,
			maskToken: settings.mask_token,
			codeOffset: settings.text_vocab_size,
			codebookSize: settings.codebook_size,
			vocabularySize: rows,
		},
		settings: {
			textSteps: settings.text_steps,
			imageSteps: settings.timesteps,
			schedule: settings.image_schedule,
			guidanceText: settings.cfg_scale,
			guidanceImage: settings.cfg_img,
			temperature: settings.temperature,
			textTemperature: settings.text_temperature,
			remasking: settings.remasking,
		},
	};
}

export function runOfM(
	{settings, inputs, initial_ids: ids, image_start: image, text_start: text}: TraceM,
	rows = vocabularySize,
): {start: StartM; settings: SettingsM} {
	return {
		start: {
			ids,
			unconditional: [...inputs.uncond_input_ids, ...ids.slice(inputs.uncond_input_ids.length)],
			text: range(text, text + settings.max_seq_length),
			image: range(image, image + settings.num_vq_tokens),
			maskToken: settings.mask_token,
			codeOffset: settings.tokenizer_length,
			codebookSize: settings.codebook_size,
			vocabularySize: rows,
		},
		settings: {
			textSteps: settings.text_steps,
			imageSteps: settings.image_steps,
			guidanceText: settings.text_cfg,
			guidanceImage: settings.image_cfg,
			imageTemperature: settings.image_temperature,
			textTemperature: settings.text_temperature,
			remasking: settings.remasking,
			imageSampling: settings.image_sampling,
		},
	};
}

/** The recorded draws, handed out in the order of the calls, each to be asked for exactly as often as recorded. */
export function recordedDraws(
	{multinomial_u, randn, gumbel_u, rand, randint = [], text_noise: noise}: Draws,
	rows = vocabularySize,
): ReleasedDraws & {readonly left: () => number} {
	const stream = (recorded: readonly (readonly number[])[] = []) => {
		const left = [...recorded];
		return {
			next: () => {
				const row = left.shift();
				if (!row) throw new Error('More draws were asked for than recorded.');
				return row;
			},
			left,
		};
	};
	const sampling = stream(multinomial_u);
	const order = stream(randn ?? gumbel_u);
	const confidence = stream(rand);
	let noiseCalls = 0;
	return {
		sampling: sampling.next,
		order: order.next,
		confidence: confidence.next,
		textNoise() {
			if (!noise) throw new Error('Text noise was asked for and none recorded.');
			const uniform = textNoise(noise.seed, noiseCalls, rows);
			const check = noise.first4_per_call[noiseCalls++];
			if (check?.some((u, index) => Math.fround(uniform(0, index)) !== Math.fround(u)))
				throw new Error('The formula of the noise is wrong.');
			return uniform;
		},
		lastCodes(count) {
			if (count !== randint.length) throw new Error(`${count} blind codes were asked for and ${randint.length} recorded.`);
			return randint;
		},
		left: () => sampling.left.length + order.left.length + confidence.left.length + (noise?.first4_per_call.length ?? 0) - noiseCalls,
	};
}

/** The formula in the golden README: uniforms by text position and token for one call. */
function textNoise(seed: number, call: number, rows: number): (position: number, token: number) => number {
	const key = fmix(seed ^ Math.imul(call, 0x9e3779b9));
	return (position, token) => ((fmix((position * rows + token + key) | 0) >>> 9) + 0.5) * 2 ** -23;
}

function fmix(seed: number): number {
	let x = seed ^ (seed >>> 16);
	x = Math.imul(x, 0x85ebca6b);
	x ^= x >>> 13;
	x = Math.imul(x, 0xc2b2ae35);
	return x ^ (x >>> 16);
}

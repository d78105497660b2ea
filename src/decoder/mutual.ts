import type {Denoiser, RowRequest} from './denoiser.ts';
import type {DecodeState} from './state.ts';

/**
Confidence of the network in a finished run's text and picture, each given the other and not the instruction: the mean natural logarithm of the
probability of a token, so 0 at most.
*/
export type MutualConfidence = {readonly text: number; readonly image: number};

/** Probability below which a token counts as impossible: one such token is not to decide everything. */
const leastProbability = 1e-4;

/** The sequence without the instruction, which would vouch for both. */
const unprompted = {uniforms: [], temperature: 0, guidanceText: -1, guidanceImage: 0} satisfies Partial<RowRequest>;

/**
Score a finished output by masking one of its halves at a time: words in two parts, each read by the other part and the picture; codes in two
parts (a chequered pattern), likewise. Four passes of the network, one sequence each.
*/
export async function mutualConfidence(denoiser: Denoiser, {output, maskToken}: DecodeState): Promise<MutualConfidence> {
	const score = async (modality: 'text' | 'image'): Promise<number> => {
		const tokens = output[modality];
		let sum = 0;
		for (const part of [0, 1]) {
			const rows = [...tokens.keys()].filter(row => row % 2 === part && tokens[row] !== maskToken);
			if (rows.length === 0) continue;
			const masked = {...output, [modality]: tokens.map((token, row) => (row % 2 === part ? maskToken : token))};
			const choices = await denoiser.predict(masked, {[modality]: {rows, tokens: rows.map(row => tokens[row]), ...unprompted}});
			for (const {probability} of choices[modality]) sum += Math.log(Math.max(leastProbability, probability));
		}
		return sum / Math.max(1, tokens.length);
	};
	return {text: await score('text'), image: await score('image')};
}

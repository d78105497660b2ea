import type {MutualConfidence} from '../decoder/mutual.ts';
import {maxSeed} from '../decoder/random.ts';
import type {RunRequest} from './request.ts';

/**
Chance in the words (`textTemperature`) of all tries but the first, and of several pictures of one instruction: words that are taken
greedily say the same again. Found by `npm run bench:tries` (docs/quality.md).
*/
const warmWords = 0.5;

/** Distance of the seeds of two tries: far from those of `count`, which go up by one. */
const seedStride = 1_000_003;

/** A request as it is tried for the nth time: with a seed of its own, and from the second on with warmer words unless it says how warm they are. */
export function tryOf<Request extends Pick<RunRequest, 'seed' | 'settings'>>(request: Request, index: number): Request {
	if (index === 0) return request;
	return {...warmer(request), seed: (request.seed + index * seedStride) % (maxSeed + 1)};
}

/** A request whose words are drawn with chance, unless it says how they are drawn. */
export const warmer = <Request extends Pick<RunRequest, 'settings'>>(request: Request): Request =>
	request.settings.textTemperature === undefined && request.settings.thinking !== false && request.settings.recipe !== 'official'
		? {...request, settings: {...request.settings, textTemperature: warmWords}}
		: request;

/** Result of a try, as far as it is compared. */
export type Tried = {
	/** Differences of words, picture and input; undefined for a model whose pictures are not read exactly. */
	readonly findings: readonly string[] | undefined;
	/** The network's own confidence. */
	readonly confidence?: MutualConfidence | undefined;
};

/** Whether nothing is to be said against it: there is no need for another. */
export const isFlawless = ({findings}: Tried): boolean => findings !== undefined && findings.length === 0;

/**
Run a request until nothing is to be said against what comes of it, as often as it says at most.
@param once - makes one try; undefined where it was stopped, which ends the tries
@returns the best with a sentence about the count; undefined where no try came to its end
*/
export async function tryUntilFlawless<Request extends Pick<RunRequest, 'seed' | 'settings' | 'tries'>, Made extends Tried>(
	request: Request,
	once: (request: Request, index: number) => Promise<Made | undefined>,
): Promise<{readonly best: Made; readonly notice: string} | undefined> {
	const {tries: wanted = 1} = request;
	const made: Made[] = [];
	for (let index = 0; index < wanted; index++) {
		const tried = await once(tryOf(request, index), index);
		if (!tried) break;
		made.push(tried);
		if (isFlawless(tried)) break;
	}
	const best = bestTry(made);
	return made[best] && {best: made[best], notice: triesNotice(made, wanted)};
}

/** Index of the best of some tries: that with the fewest findings; of equals the one the network is most sure of, then the first. */
export function bestTry(tries: readonly Tried[]): number {
	const order = [...tries.keys()].sort(
		(a, b) => flaws(tries[a]) - flaws(tries[b]) || confidenceIn(tries[b]) - confidenceIn(tries[a]) || a - b,
	);
	return order[0] ?? 0;
}

const flaws = (tried: Tried | undefined): number => tried?.findings?.length ?? 0;

/** One number for a run: text and picture count alike. Natural logarithm of a probability per token, in nats. */
export const confidenceIn = (tried: Pick<Tried, 'confidence'> | undefined): number =>
	tried?.confidence ? (tried.confidence.text + tried.confidence.image) / 2 : Number.NEGATIVE_INFINITY;

/** The count of tries and what came of them, as a sentence. @param wanted - the most that were asked for */
export function triesNotice(tries: readonly Tried[], wanted: number): string {
	const best = bestTry(tries);
	const kept = tries[best];
	const why =
		kept?.findings === undefined ? 'the model is most sure of it' : isFlawless(kept) ? 'words and picture agree' : 'none has fewer faults';
	return `Kept try ${best + 1} of ${tries.length} (${wanted} at most): ${why}.`;
}

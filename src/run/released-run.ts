import type {DecodeProgress} from '../decoder/decode.ts';
import {type CodeId, toToken} from '../decoder/ids.ts';
import {decodeOfficialA, imageStepsA, type SettingsA, type StartA} from '../decoder/released/a.ts';
import {seededDraws} from '../decoder/released/draws.ts';
import {decodeOfficialM, imageStepsM, type SettingsM, type StartM} from '../decoder/released/m.ts';
import {planOfficial} from '../decoder/released/plan.ts';
import type {OfficialDraws, OfficialPlace, OfficialResult, OfficialStep} from '../decoder/released/reveal.ts';
import {revealCountsA, revealCountsM} from '../decoder/released/schedule.ts';
import {type DecodeState, isComplete} from '../decoder/state.ts';
import type {RunSettings} from '../events/events.ts';
import type {Official} from '../model/families/released-network.ts';
import type {Prompt} from '../model/text/prompt.ts';

/** A run of a released loop before its first step, as the other recipes have it. Codes of `output` that are known stay as they are. */
export function startOfficial(
	{family}: Official,
	settings: RunSettings,
	{maskToken, output}: Pick<DecodeState, 'maskToken' | 'output'>,
): DecodeState {
	const masked = output.image.filter(token => token === maskToken).length;
	const [counts, imageSteps] =
		family === 'a'
			? [revealCountsA(output.text.length, settings.steps), imageStepsA(settingsA(settings))]
			: [revealCountsM(output.text.length, settings.steps), imageStepsM(settingsM(settings))];
	const plan = planOfficial(counts, imageSteps, {all: output.image.length, masked});
	return {seed: settings.seed, settings, maskToken, step: 0, plan, output};
}

/** The rest of a run by the released loop, from any state on. Yields after every step, as `decode` does. */
export async function* decodeOfficial(
	official: Official,
	{prompt, settings, state}: {readonly prompt: Prompt; readonly settings: RunSettings; readonly state: DecodeState},
): AsyncGenerator<DecodeProgress, void, undefined> {
	const {start, loop} = open(official, prompt, settings, state);
	const text = start.text.filter(place => start.ids[place] === start.maskToken);
	const tokens = (codes: readonly CodeId[]) => codes.map(code => toToken(code, start.codeOffset));
	let progress: DecodeProgress = {state};
	for (;;) {
		const next = await loop.next();
		if (next.done) return;
		const {step, ids, sampled} = next.value;
		const output = {text: text.map(place => ids[place]!), image: start.image.map(place => ids[place]!)};
		progress = {...progress, state: {...state, step: step + 1, output}, ...(sampled && {guess: tokens(sampled)})};
		if (isComplete(progress.state)) {
			// What the last step leaves masked is decided after it: the finished picture is told with it.
			const end = await loop.next();
			if (end.done) progress = {...progress, state: {...progress.state, output: {...output, image: tokens(end.value.codes)}}};
		}
		yield progress;
	}
}

type Loop = AsyncGenerator<OfficialStep, OfficialResult, undefined>;

function open(official: Official, prompt: Prompt, settings: RunSettings, state: DecodeState): {start: StartA | StartM; loop: Loop} {
	if (official.family === 'a') {
		const start = official.start(prompt);
		const draws = drawsOf(start, settings, 'normal');
		return {start, loop: decodeOfficialA(official.network, start, settingsA(settings), draws, placeOf(start, state))};
	}
	const start = official.start(prompt);
	const draws = drawsOf(start, settings, 'uniform');
	return {start, loop: decodeOfficialM(official.network, start, settingsM(settings), draws, placeOf(start, state))};
}

const drawsOf = (start: StartA | StartM, {seed, steps}: RunSettings, orderNoise: 'normal' | 'uniform'): OfficialDraws =>
	seededDraws({...start, seed, orderNoise, textSteps: steps, textLength: start.text.length, imageLength: start.image.length});

/** The sequence with the output so far in its places. M's text begins with a token that is known. */
function placeOf(start: StartA | StartM, {step, output}: DecodeState): OfficialPlace {
	const ids = [...start.ids];
	const text = start.text.filter(place => start.ids[place] === start.maskToken);
	for (const [index, place] of text.entries()) ids[place] = output.text[index]!;
	for (const [index, place] of start.image.entries()) ids[place] = output.image[index]!;
	return {step, ids};
}

const settingsA = (settings: RunSettings): SettingsA => ({
	...common(settings),
	schedule: settings.schedule === 'app' ? 'app' : 'inference',
	temperature: settings.temperature,
});

const settingsM = (settings: RunSettings): SettingsM => ({
	...common(settings),
	imageTemperature: settings.temperature,
	imageSampling: 'inverse_cdf',
});

const common = ({steps, imageSteps, guidanceText, guidanceImage, textTemperature, remasking = 'low_confidence'}: RunSettings) => ({
	textSteps: steps,
	imageSteps,
	guidanceText,
	guidanceImage,
	textTemperature,
	remasking,
});

import path from 'node:path';
import type {CodeId} from '../../src/decoder/ids.ts';
import {decodeReleasedA} from '../../src/decoder/released/a.ts';
import {decodeReleasedM} from '../../src/decoder/released/m.ts';
import type {ImageTokenizer} from '../../src/model/images/image-tokenizer.ts';
import {runToEnd} from '../decoder/released/run-to-end.ts';
import {recordedDraws, runOfA, runOfM, type TraceA, type TraceM} from '../decoder/released/traces.ts';
import {namesIn, readJsonAs, readPicture} from './files.ts';
import {checkBytes} from './images.ts';
import {type Network, openNetwork} from './network.ts';
import {same, type Tally} from './tally.ts';

/** What a recorded run holds besides its inputs: the whole sequence after each step, and how the picture ended. */
type Recorded = {
	readonly steps: readonly {readonly ids: readonly number[]; readonly sampled_ids?: readonly number[]; readonly image_step?: boolean}[];
	readonly final_ids?: readonly number[];
	readonly final_text_ids: readonly number[];
	readonly final_image_codes: readonly CodeId[];
	readonly app_final_image_codes?: readonly number[];
	readonly out_h?: number;
	readonly out_w?: number;
};

/** Replay every trace in `folder`, from raw logits and with the choices made in the graph. */
export async function replayTraces(
	name: string,
	{checkpoint, folder, images}: {checkpoint: string; folder: string; images: ImageTokenizer | undefined},
	tally: Tally,
): Promise<void> {
	const names = await namesIn(folder);
	await using network = await openNetwork(checkpoint);
	for (const file of names.filter(entry => entry.endsWith('.json'))) {
		for (const sampling of ['logits', 'graph'] as const) {
			await tally.check(`${name}: trace ${file}, chosen from ${sampling === 'graph' ? 'the graph' : 'raw logits'}`, async () =>
				replay(await readJsonAs(folder, file), await readJsonAs(folder, file), network, sampling),
			);
		}
	}
	for (const file of names.filter(entry => entry.endsWith('.png'))) {
		await tally.check(`${name}: picture ${file}`, async () => {
			const trace = await readJsonAs<Recorded>(folder, file.replace('.png', '.json'));
			if (!images) throw new Error('there is no image tokenizer');
			const side = Math.sqrt(trace.final_image_codes.length);
			const [rows, columns] = [trace.out_h ?? side, trace.out_w ?? side];
			checkBytes(await images.decode(trace.final_image_codes, rows, columns), images, await readPicture(path.join(folder, file)));
		});
	}
}

/** The traces of family A record where their picture stands, those of M their whole sequence. */
async function replay(trace: TraceA | TraceM, expected: Recorded, network: Network, sampling: 'graph' | 'logits'): Promise<void> {
	const draws = recordedDraws(trace.draws, network.vocabularySize);
	const {start, loop} = 'initial_ids' in trace ? startM(trace) : startA(trace);
	const {steps, result} = await runToEnd(loop);
	same('the number of steps', steps.length, expected.steps.length);
	for (const [step, recorded] of expected.steps.entries()) {
		same(`the sequence after step ${step}`, steps[step]!.ids, recorded.ids);
		if (recorded.image_step !== undefined) same(`whether step ${step} samples the picture`, !!steps[step]!.sampled, recorded.image_step);
		if (recorded.sampled_ids) same(`the codes sampled in step ${step}`, steps[step]!.sampled, recorded.sampled_ids);
	}
	if (expected.final_ids) same('the last sequence', steps.at(-1)?.ids ?? start.ids, expected.final_ids);
	same('the text', result.text, expected.final_text_ids);
	same('the picture', result.codes, expected.final_image_codes);
	if (expected.app_final_image_codes) {
		same('the picture that the app shows', steps.findLast(({sampled}) => sampled)?.sampled, expected.app_final_image_codes);
	}
	same('the number of draws left over', draws.left(), 0);

	function startA(given: TraceA) {
		const {start, settings} = runOfA(given, network.vocabularySize);
		return {start, loop: decodeReleasedA(network.official(start.codeOffset, start.codebookSize, sampling), start, settings, draws)};
	}
	function startM(given: TraceM) {
		const {start, settings} = runOfM(given, network.vocabularySize);
		return {start, loop: decodeReleasedM(network.official(start.codeOffset, start.codebookSize, sampling), start, settings, draws)};
	}
}

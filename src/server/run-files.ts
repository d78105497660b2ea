import {pictureFile, transcriptFile} from '../app/save-result.ts';
import {Refusal} from './refusal.ts';
import type {ShelvedRun} from './run-shelf.ts';

/** The picture of a run as a file that carries what made it. @throws Refusal (409) */
export const pictureOfRun = async (run: ShelvedRun): Promise<Uint8Array> => pictureFile(drawnOf(run), '.png', run.request.output);

/** The transcript of a run. @throws Refusal (409) */
export const transcriptOfRun = async (run: ShelvedRun): Promise<Uint8Array> => transcriptFile(drawnOf(run), run.request.output);

function drawnOf({drawn, status}: ShelvedRun) {
	if (!drawn) throw new Refusal(409, `The run has no picture: it is ${status}.`, 'Wait until it is done.');
	return drawn;
}

import path from 'node:path';
import type {PlannedJob} from '../app/batch/planned-job.ts';
import type {OutputOptions, RunRequest} from '../app/request.ts';
import {readImageFile} from '../picture/codec.ts';
import type {Blobs} from './blobs.ts';
import type {JobMessage} from './messages.ts';

/** A job of a list as a message, with the bytes of the files that it names. @throws UserError when one cannot be read */
export async function toMessage({request, target}: PlannedJob, blobs: Blobs): Promise<JobMessage> {
	const {image, repaint} = request;
	const maskFile = repaint && 'maskFile' in repaint ? repaint.maskFile : undefined;
	const fileOf = async (file: string) => ({name: path.basename(file), blob: await blobs.put(await readImageFile(file))});
	return {
		version: 1,
		instruction: request.instruction,
		request: JSON.stringify({...portable(request), ...(repaint && maskFile === undefined && {repaint})}),
		...(image !== undefined && {image: await fileOf(image)}),
		...(maskFile !== undefined && {mask: await fileOf(maskFile)}),
		stem: target.stem,
		extension: target.extension,
	};
}

/** Fields of a request that mean the same on any machine. */
function portable({task, instruction, seed, settings, textLength, isStrict, isAgreed, steering, output}: RunRequest) {
	return {task, instruction, seed, settings, textLength, isStrict, isAgreed, steering, output: looks(output)};
}

const looks = ({size, fit, hasMetadata, hasAiMark, hasMarkdown}: OutputOptions) => ({size, fit, hasMetadata, hasAiMark, hasMarkdown});

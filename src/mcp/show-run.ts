import type {CallToolResult} from '@modelcontextprotocol/sdk/types.js';
import {readWhole} from '../files/read-file.ts';
import {decodeImage} from '../picture/codec.ts';
import {sniffImage} from '../picture/magic.ts';
import {describeMade} from '../transcript/describe.ts';
import {readMade} from '../transcript/provenance.ts';
import {maxTranscriptBytes} from '../transcript/transcript.ts';
import {linkTo, pictureBlock, shortened, textBlock} from './content.ts';

/** Result of the tool `show_run`. @throws UserError (65) for a file that says nothing of a run */
export async function showMade(file: string): Promise<CallToolResult> {
	const bytes = await readWhole(file, {kind: 'picture or transcript', maxBytes: maxTranscriptBytes});
	const made = await readMade(bytes, file);
	const {settings, model, software, reasoning} = made;
	const {task, instruction, seed, ...others} = settings;
	const picture = sniffImage(bytes) ? [await pictureBlock(await decodeImage(bytes, file))] : [];
	return {
		content: [...picture, linkTo(file, 'the file'), textBlock(describeMade(made))],
		structuredContent: {
			...{task, seed, software: shortened(software), model: shortened(model.name)},
			...{instruction: shortened(instruction), reasoning: shortened(reasoning)},
			settings: {...others, repaint: undefined},
		},
	};
}

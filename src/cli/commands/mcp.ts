import path from 'node:path';
import {neededFolder} from '../../app/folders.ts';
import {modelPlaces} from '../../app/model-places.ts';
import {type OpenedModel, openModelEngine} from '../../app/open-engine.ts';
import {commonRequestFrom} from '../../app/request.ts';
import {runDefaults} from '../../app/run-defaults.ts';
import {askedBy} from '../../app/said-fields.ts';
import {usage} from '../../app/usage-error.ts';
import {type ExitCode, exitCodes} from '../../errors.ts';
import {openMcp} from '../../mcp/open-mcp.ts';
import {findModel} from '../../store/find-model.ts';
import type {Parsed} from '../parse/parse.ts';
import {atFlags, textFrom} from '../parse/read-flag.ts';
import {describeFailure} from '../terminal/failure.ts';
import {watchInterrupts} from '../terminal/interrupts.ts';
import {printNotice} from '../terminal/out.ts';

/** `mmada mcp`: the model as tools of an assistant, over stdin and stdout, until its client ends it. */
export async function mcp({input, flags}: Parsed): Promise<ExitCode> {
	if (input.length > 0) throw usage(`\`mcp\` takes no words, but got \`${input.join(' ')}\`.`, 'An MCP client starts it: mmada mcp');
	const defaults = runDefaults();
	const wanted = atFlags(() => {
		const {output: _, ...asked} = askedBy(flags);
		return commonRequestFrom({...asked, model: textFrom(flags, 'model')}, defaults);
	});
	const {folder: modelFolder} = await findModel(wanted.model, modelPlaces());
	let opening: Promise<OpenedModel> | undefined;
	const open = async () => {
		opening ??= openModelEngine(wanted);
		// One that failed is tried again: the memory may be free by then.
		opening.catch(() => {
			opening = undefined;
		});
		return opening;
	};
	const {ended, close} = await openMcp({
		...{stdin: process.stdin, stdout: process.stdout, open, modelFolder},
		defaults: {...defaults, model: wanted.model, threads: wanted.threads},
		folder: path.resolve(textFrom(flags, 'output') ?? path.join(neededFolder('data'), 'pictures')),
		onBug: error => printNotice(`${describeFailure(error).text}\n`),
	});
	const stop = () => {
		close().catch(() => {});
	};
	using _interrupts = watchInterrupts({onFirst: stop, onSecond: stop});
	await ended;
	const opened = await opening?.catch(() => undefined);
	await opened?.[Symbol.asyncDispose]();
	process.stdin.pause();
	return exitCodes.ok;
}

import {modelPlaces} from '../../../app/model-places.ts';
import {runDefaults} from '../../../app/run-defaults.ts';
import type {ExitCode} from '../../../errors.ts';
import {describeModel} from '../../../model/describe.ts';
import {findModel} from '../../../store/find-model.ts';
import {welcomeLines} from '../../../ui/prompt/welcome.ts';
import {toSessionOptions} from '../../parse/options.ts';
import type {Parsed} from '../../parse/parse.ts';
import {requirePrompt} from '../../terminal/ask.ts';
import {printNotice} from '../../terminal/out.ts';
import {runSession} from './session.ts';

/** `mmada` alone, or with a picture to begin from: a welcome, and the prompt. */
export async function startSession(parsed: Parsed): Promise<ExitCode> {
	const options = toSessionOptions(parsed, runDefaults());
	requirePrompt();
	const [file] = parsed.input;
	if (file !== undefined) return runSession(options, {file});
	const {folder} = await findModel(options.model, modelPlaces());
	const {things} = await describeModel(folder);
	printNotice(`${welcomeLines(things ? 'things' : 'anything', process.stderr.columns).join('\n')}\n\n`);
	return runSession(options, 'asking');
}

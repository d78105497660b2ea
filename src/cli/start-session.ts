import {findModel} from '../store/find-model.ts';
import {modelPlaces} from './model-places.ts';
import {type RunOptions, toSessionOptions} from './options.ts';
import {printNotice} from './out.ts';
import type {Parsed} from './parse.ts';
import {requirePrompt} from './prompting.ts';
import {runAndSave} from './run-and-save.ts';
import {runDefaults} from './run-defaults.ts';
import {runSession} from './session.ts';
import type {ExitCode} from './settle.ts';
import {runVariations} from './variations.ts';
import {welcomeLines} from './welcome.ts';

/** `mmada` alone: a welcome, and the prompt. */
export async function startSession(parsed: Parsed): Promise<ExitCode> {
	const options = toSessionOptions(parsed, runDefaults());
	requirePrompt();
	const {config} = await findModel(options.model, modelPlaces());
	printNotice(`${welcomeLines(config.storybook ? 'storybook' : 'others', process.stderr.columns).join('\n')}\n\n`);
	return runSession(options, {isAsking: true});
}

/** Run `gen` or `edit` once or several times, or begin a session with it. */
export async function runAsAsked(parsed: Parsed, toOptions: () => Promise<RunOptions>): Promise<ExitCode> {
	// Before stdin is read: nobody is kept waiting for what cannot be.
	if (parsed.flags.interactive === true) requirePrompt();
	const options = await toOptions();
	if (options.isInteractive) return runSession(options, {isAsking: false});
	return options.count === undefined ? runAndSave(options) : runVariations(options, options.count);
}

import path from 'node:path';
import {runDefaults} from '../../app/run-defaults.ts';
import {createDeferred} from '../../engine/deferred.ts';
import {type ExitCode, exitCodes} from '../../errors.ts';
import {type Answered, createApp} from '../../server/app.ts';
import {isLoopback} from '../../server/guard.ts';
import {usualLimits} from '../../server/limits.ts';
import {openServer} from '../../server/open-server.ts';
import {openStudio} from '../../server/studio.ts';
import type {Parsed} from '../parse/parse.ts';
import {toServeOptions} from '../parse/serve-options.ts';
import {describeFailure} from '../terminal/failure.ts';
import {watchInterrupts} from '../terminal/interrupts.ts';
import {printData, printNotice} from '../terminal/out.ts';

/** `mmada serve`: the model for other programs, by HTTP, until it is asked to stop. */
export async function serve(parsed: Parsed): Promise<ExitCode> {
	const defaults = runDefaults();
	const {host, port, token, wanted, isQuiet, ...limits} = await toServeOptions(parsed, {defaults, env: process.env, isLoopback});
	const say = (line: string) => {
		if (!isQuiet) printNotice(`${line}\n`);
	};
	await using studio = await openStudio(wanted, path.basename(path.resolve(wanted.model)), {
		defaults,
		limits: {
			...usualLimits,
			...(limits.waiting !== undefined && {waiting: limits.waiting}),
			...(limits.runMs !== undefined && {runMs: limits.runMs}),
		},
	});
	// Before anything listens: a model that cannot be loaded ends the command.
	await studio.opened();
	const app = createApp({
		studio,
		token,
		onAnswer: answered => say(answeredLine(answered)),
		onBug: error => printNotice(`${describeFailure(error).text}\n`),
	});
	const server = await openServer(app, {host, port});
	const stopping = createDeferred<void>();
	using _interrupts = watchInterrupts({
		onFirst: () => {
			say('stopping after the run that there is; Ctrl-C again leaves at once');
			studio.line.close();
			stopping.resolve();
		},
		onSecond: () => {
			studio.kill();
			server.kill();
		},
	});
	printData(`${server.address}\n`);
	say(`${studio.name} listens at ${server.address}/v1${token === undefined ? '' : ', for those who have the token'}; Ctrl-C stops it`);
	await stopping.promise;
	await server.stop();
	return exitCodes.ok;
}

const answeredLine = ({method, path, status, ms}: Answered) => `${method} ${path.slice(0, 100)} ${status} ${(ms / 1000).toFixed(1)} s`;

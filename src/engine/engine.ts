import {type ChildProcess, fork} from 'node:child_process';
import {once} from 'node:events';
import type {RunEvent, SteeredBy} from '../events/events.ts';
import {programFile} from '../package-files.ts';
import type {Answers, EngineOptions, Job, Question, SteerRequest} from '../run/job.ts';
import {over} from '../run/over.ts';
import {type Death, describeDeath, describeStartFailure} from './death.ts';
import {createDeferred, type Deferred} from './deferred.ts';
import {engineEnvironment} from './environment.ts';
import type {FromEngine, ToEngine} from './protocol.ts';
import {createQueue, type Queue} from './queue.ts';
import {deserializeError} from './serial-error.ts';

/** One run in an engine. */
export type Run = {
	/**
	Ends after `finished`. Throws what ended the run: a `UserError` when the user can act. To be read once; leaving early cancels.
	*/
	readonly events: AsyncIterable<RunEvent>;
	/** Hold after the current step, until `resume`, `step` or `cancel`. `paused` tells when it has come to that. */
	readonly pause: () => void;
	readonly resume: () => void;
	/** Take one step, then hold. */
	readonly step: () => void;
	/**
	Change it between two steps, held or not; `steered` tells of it. Resolves when that is done. @throws UserError for what cannot be: then nothing
	has changed
	*/
	readonly steer: (request: SteerRequest, by?: SteeredBy) => Promise<void>;
	/** Have a question answered between two steps, held or not; nothing changes by it. @throws UserError for what cannot be asked */
	readonly ask: <Type extends Question['type']>(question: Extract<Question, {type: Type}>) => Promise<Answers[Type]>;
	/** Stop after the current step, or at once when paused; the run still ends with `finished`, reason `cancelled`, and the partial picture. */
	readonly cancel: () => void;
	/** End the engine at once; `events` ends without `finished`. */
	readonly kill: () => void;
	readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** A child process with an open model, for one run after the other. */
export type Engine = {
	/** Resolves when the model is open, throws when that failed. Runs may be asked for before. */
	readonly opened: () => Promise<void>;
	/** Queue a run. */
	readonly run: (job: Job) => Run;
	/** Whether the process has ended, in whatever way: runs asked for now end at once. */
	readonly isOver: () => boolean;
	/** End the process at once. */
	readonly kill: () => void;
	/** Ends the process, whatever it is doing, and waits until it is gone. */
	readonly [Symbol.asyncDispose]: () => Promise<void>;
};

export type EngineStart = {
	/** The module that the child runs; by default the engine of this package. */
	readonly entry?: URL;
	/** Time in which the process must say hello; opening the model comes after it and has no limit. */
	readonly helloWithinMs?: number;
};

const defaultEntry = programFile('engine.js');

/** Start an engine and let it open the model. Returns at once; failures come out of `opened` and of the runs. */
export function openEngine(options: EngineOptions, {entry = defaultEntry, helloWithinMs = 60_000}: EngineStart = {}): Engine {
	const runs = new Map<number, {readonly queue: Queue<RunEvent>; step?: number; steps?: number | undefined; isPaused?: boolean}>();
	/** Changes that the engine has not answered to. */
	const asks = new Map<number, Deferred<unknown>>();
	const opening = createDeferred<void>();
	let runCount = 0;
	let askCount = 0;
	let stage: Death['stage'] = 'starting';
	let stderr = '';
	let ended: {readonly error?: Error} | undefined;

	const child = forkEngine(entry);
	const gone = once(child, 'close').catch(() => {});
	const hello = setTimeout(() => fail(describeStartFailure(`no answer within ${helloWithinMs / 1000} s`)), helloWithinMs);

	child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
		stderr = (stderr + chunk).slice(-4000);
	});
	child.on('message', (message: FromEngine) => receive(message));
	child.on('error', error => fail(describeStartFailure(error.message, error)));
	// Not `exit`: the last messages and the end of stderr may come after it.
	child.on('close', (code, signal) => fail(describeDeath(deathNow(code, signal))));
	// It waits there until the process is up, which then does not wait for this one: it has a screen to load meanwhile.
	deliver({type: 'open', options});

	function receive(message: FromEngine): void {
		switch (message.type) {
			case 'hello':
				clearTimeout(hello);
				stage = 'opening';
				break;
			case 'opened':
				stage = 'idle';
				opening.resolve();
				break;
			case 'event':
				follow(message.run, message.event);
				break;
			case 'done':
				runs.get(message.run)?.queue.end();
				runs.delete(message.run);
				break;
			case 'steered':
				if (message.error) asks.get(message.ask)?.reject(deserializeError(message.error));
				else asks.get(message.ask)?.resolve(message.answer);
				asks.delete(message.ask);
				break;
			case 'failed':
				if (message.run === undefined) {
					fail(deserializeError(message.error));
					break;
				}
				runs.get(message.run)?.queue.fail(deserializeError(message.error));
				runs.delete(message.run);
		}
	}

	function follow(id: number, event: RunEvent): void {
		const run = runs.get(id);
		if (!run) return;
		if (event.type === 'started') run.steps = event.settings.steps;
		if (event.type === 'step') run.step = event.step;
		if (event.type === 'step' || event.type === 'steered') run.steps = event.of ?? run.steps;
		if (event.type !== 'steered') run.isPaused = event.type === 'paused';
		run.queue.push(event);
	}

	function deathNow(code: number | null, signal: string | null): Death {
		const [running] = runs.values();
		const {step, steps, isPaused = false} = running ?? {};
		const progress = {...(step !== undefined && {step}), ...(steps !== undefined && {steps}), isPaused};
		return {code, signal, stderr, stage: stage === 'idle' && running ? 'running' : stage, ...progress};
	}

	/** The engine is of no more use. The first reason counts; ending it on purpose has no error. */
	function fail(error?: Error): void {
		if (ended) return;
		ended = error ? {error} : {};
		clearTimeout(hello);
		child.kill('SIGKILL');
		if (error) opening.reject(error);
		else opening.resolve();
		for (const {queue} of runs.values()) closeQueue(queue, ended);
		runs.clear();
		for (const ask of asks.values()) ask.reject(error ?? over());
		asks.clear();
	}

	function deliver(message: ToEngine): void {
		// A failing send means that the process is ending; `close` tells how.
		if (child.connected) child.send(message, () => {});
	}

	/** Ask for something between two steps of a run. */
	async function answered(run: number, asked: Asked): Promise<unknown> {
		if (ended || !runs.has(run)) throw ended?.error ?? over();
		const ask = askCount++;
		const answer = createDeferred<unknown>();
		asks.set(ask, answer);
		deliver({...asked, run, ask});
		return answer.promise;
	}

	return {
		opened: () => opening.promise,
		run(job) {
			const id = runCount++;
			const tell = (type: 'cancel' | 'pause' | 'resume' | 'step') => () => {
				if (runs.has(id)) deliver({type, run: id});
			};
			const cancel = tell('cancel');
			const queue = createQueue<RunEvent>(cancel);
			if (ended) {
				closeQueue(queue, ended);
			} else {
				runs.set(id, {queue});
				deliver({type: 'run', run: id, job});
			}
			return {
				events: queue,
				cancel,
				pause: tell('pause'),
				resume: tell('resume'),
				step: tell('step'),
				async steer(request, by = 'program') {
					await answered(id, {type: 'steer', by, request});
				},
				// The engine answers each question by its type.
				ask: async question => (await answered(id, {type: 'question', question})) as Answers[typeof question.type],
				kill: () => fail(),
				[Symbol.asyncDispose]: async () => {
					await queue.return?.();
				},
			};
		},
		isOver: () => ended !== undefined,
		kill: () => fail(),
		[Symbol.asyncDispose]: async () => {
			fail();
			await gone;
		},
	};
}

/** A message without its addresses. */
type Asked = {[Type in 'steer' | 'question']: Omit<Extract<ToEngine, {type: Type}>, 'run' | 'ask'>}['steer' | 'question'];

/** Start one run in an engine of its own. Disposing ends the engine. */
export function startRun({job, engine, start}: {readonly job: Job; readonly engine: EngineOptions; readonly start?: EngineStart}): Run {
	const process = openEngine(engine, start);
	const run = process.run(job);
	return {...run, [Symbol.asyncDispose]: process[Symbol.asyncDispose]};
}

function closeQueue(queue: Queue<RunEvent>, {error}: {readonly error?: Error}): void {
	if (error) queue.fail(error);
	else queue.end();
}

/** Room for short-lived objects, in MB: what steps leave behind is small, and V8 would let it grow to 48 MB before it looks. */
const nursery = '--max-semi-space-size=2';

// Discard what drivers print on stdout; keep stderr for the report of its death. No flags of this process are passed on.
const forkEngine = (entry: URL): ChildProcess =>
	fork(entry, [], {
		serialization: 'advanced',
		stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
		execArgv: [nursery],
		env: engineEnvironment(),
	});

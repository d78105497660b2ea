import {setImmediate} from 'node:timers/promises';
import type {EngineModel} from '../run/engine-model.ts';
import {createGate, type Gate} from '../run/gate.ts';
import type {EngineOptions} from '../run/job.ts';
import {over} from '../run/over.ts';
import {runJob} from '../run/run-job.ts';
import type {FromEngine, ToEngine} from './protocol.ts';
import {serializeError} from './serial-error.ts';

/** The engine's end of the process border. */
export type Port = {
	/** Resolves when the message is on its way, so that a slow reader slows the run down instead of filling the memory. */
	readonly send: (message: FromEngine) => Promise<void>;
	readonly onMessage: (listener: (message: ToEngine) => void) => void;
	/** The parent is gone, so messages are no longer read. */
	readonly onGone: (listener: () => void) => void;
};

type Steering = Exclude<ToEngine, {type: 'open' | 'run'}>;

/** Answer messages until the parent is gone: open the model once, then run one job after the other. */
export function serve(port: Port, openModel: LoadModel): void {
	const cancelled = new Set<number>();
	const gates = new Map<number, Gate>();
	let model: EngineModel | undefined;
	let isGone = false;
	/** Runs below it have begun. */
	let nextRun = 0;
	/** The work asked for so far, in order. */
	let work: Promise<void> = Promise.resolve();

	port.onGone(() => {
		isGone = true;
	});
	port.onMessage(message => {
		if (message.type !== 'open' && message.type !== 'run') steer(message);
		else work = work.then(() => (isGone ? undefined : perform(message)));
	});
	port.send({type: 'hello'});

	/** The gate of a run: it may be told to hold before its turn has come. */
	function gateOf(run: number): Gate {
		const gate = gates.get(run) ?? createGate();
		gates.set(run, gate);
		return gate;
	}

	function steer(message: Steering): void {
		const {type, run} = message;
		if (type === 'steer' || type === 'question') {
			const {run: _run, ask, ...asked} = message;
			const done = (error?: unknown, answer?: unknown) =>
				void port.send({type: 'steered', run, ask, answer, ...(error !== undefined && {error: serializeError(error)})});
			if (run < nextRun && !gates.has(run)) done(over());
			else gateOf(run).steer({...asked, done});
			return;
		}
		if (type === 'cancel') cancelled.add(run);
		gateOf(run)[type === 'cancel' ? 'resume' : type]();
	}

	async function perform(message: Exclude<ToEngine, Steering>): Promise<void> {
		const run = message.type === 'run' ? {run: message.run} : {};
		try {
			if (message.type === 'open') {
				model = await openModel(message.options);
				await port.send({type: 'opened'});
			} else {
				await follow(message);
				await port.send({type: 'done', run: message.run});
			}
		} catch (error) {
			await port.send({type: 'failed', ...run, error: serializeError(error)});
		}
	}

	async function follow({run, job}: Extract<ToEngine, {type: 'run'}>): Promise<void> {
		// Without a model the parent was told why, and ends this process.
		if (!model) return;
		const shouldStop = () => isGone || cancelled.has(run);
		nextRun = run + 1;
		const gate = gateOf(run);
		try {
			for await (const event of runJob(model, job, {shouldStop, gate, nowMs: () => performance.now()})) {
				await port.send({type: 'event', run, event});
				// The network blocks this thread: messages get in between two steps only.
				await setImmediate();
			}
		} finally {
			cancelled.delete(run);
			gates.delete(run);
			for (const ask of gate.close()) ask.done(over());
		}
	}
}

/** Opens the checkpoint of an engine, once. @throws UserError when it cannot be used. */
export type LoadModel = (options: EngineOptions) => Promise<EngineModel>;

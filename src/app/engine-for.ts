import {type Engine, openEngine} from '../engine/engine.ts';
import type {EngineOptions} from '../run/job.ts';

/** An engine for one job after the other. */
export type BatchEngine = {
	/** The engine that is open, if it still runs and suits; else a new one in its place. @throws what kept the model from opening */
	readonly get: (size: EngineOptions['size']) => Promise<Engine>;
	/** Whether it has died. */
	readonly isOver: () => boolean;
	/** End it at once. */
	readonly kill: () => void;
} & AsyncDisposable;

/** Loads the model once, and again only for pictures of another size or when the process has died. */
export function openBatchEngine(options: Omit<EngineOptions, 'size'>): BatchEngine {
	let open: {readonly engine: Engine; readonly key: string} | undefined;
	let isKilled = false;
	return {
		async get(size) {
			const key = size ? `${size.width}x${size.height}` : '';
			if (!open || open.key !== key || (open.engine.isOver() && !isKilled)) {
				await open?.engine[Symbol.asyncDispose]();
				open = {engine: openEngine({...options, size: size && {width: size.width, height: size.height}}), key};
			}
			await open.engine.opened();
			return open.engine;
		},
		isOver: () => open?.engine.isOver() ?? false,
		kill() {
			isKilled = true;
			open?.engine.kill();
		},
		[Symbol.asyncDispose]: async () => open?.engine[Symbol.asyncDispose](),
	};
}

import {type Engine, openEngine} from '../engine/engine.ts';
import type {EngineOptions} from '../run/job.ts';

/** Size of the pictures that are made (px); undefined where the model decides. */
type Size = EngineOptions['size'];

/** A model in an engine, for one run after the other. */
export type LastingEngine = {
	/**
	The engine that is open, if it still runs and suits; another in its place if not. Once killed, that one for good. The model may still
	be loading: `opened` of the engine tells.
	*/
	readonly get: (size?: Size) => Promise<Engine>;
	/** Whether the engine has died. */
	readonly isOver: () => boolean;
	/** End it at once, and open no other. */
	readonly kill: () => void;
} & AsyncDisposable;

/** An engine that starts when it is first asked for, and again for pictures of another size or when its process has died. */
export function createLastingEngine(options: Omit<EngineOptions, 'size'>): LastingEngine {
	let open: {readonly engine: Engine; readonly key: string} | undefined;
	let isKilled = false;
	return {
		async get(size) {
			const key = size ? `${size.width}x${size.height}` : '';
			const isUsable = open?.key === key && !open.engine.isOver();
			if (open && (isUsable || isKilled)) return open.engine;
			// It is told to end before the next begins: there may be memory for one only.
			const ended = open?.engine[Symbol.asyncDispose]();
			const engine = openEngine({...options, size: size && {width: size.width, height: size.height}});
			open = {engine, key};
			if (isKilled) engine.kill();
			await ended;
			return engine;
		},
		isOver: () => open?.engine.isOver() ?? false,
		kill() {
			isKilled = true;
			open?.engine.kill();
		},
		[Symbol.asyncDispose]: async () => open?.engine[Symbol.asyncDispose](),
	};
}

import {exitCodes, UserError} from '../errors.ts';
import {loadLibrary} from './library.ts';

/** Device that graphs run on, by onnxruntime's name. */
export type Device = 'cpu' | 'cuda' | 'webgpu' | 'dml' | 'coreml';

/** A dense array, row-major; bytes are truth values, 0 or 1. */
export type Tensor = {readonly data: Float32Array | BigInt64Array | Uint8Array; readonly dims: readonly number[]};

/** Device and threads that a graph runs on. */
export type Place = {
	readonly device: Device;
	/** CPU threads of one run, >= 1. */
	readonly threads: number;
};

export type SessionOptions = Place & {
	/** The checkpoint folder: weights are read from files in it, and from nowhere else. */
	readonly folder: string;
	/**
	Leave weights where they are: memory-mapped, in their stored type, widened again in every pass. Slower by the time that takes, but a
	model needs hardly more memory than its files, which the system can drop and read again.
	*/
	readonly keepsWeights?: boolean;
	/** Take little memory on the processor: no weights copied in another order, which would be a tenth faster, and nothing planned ahead. */
	readonly isFrugal?: boolean;
	/** Fail when a part of the graph would run elsewhere than on the device. */
	readonly isStrict?: boolean;
};

/** An open graph. `run` blocks its thread: only the engine process opens sessions. */
export type Session = {
	run<Output extends string>(
		inputs: Readonly<Record<string, Tensor>>,
		outputs: readonly Output[],
	): Promise<Readonly<Record<Output, Tensor>>>;
	readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Open an ONNX graph that stands in memory; its external data stays in the files of `folder`, memory-mapped. */
export async function openSession(
	model: Uint8Array,
	{folder, device, threads, keepsWeights = false, isFrugal = false, isStrict = false}: SessionOptions,
): Promise<Session> {
	const {env, InferenceSession, Tensor: OrtTensor} = await loadLibrary();
	env.logLevel = 'fatal';
	const graph = await InferenceSession.create(model, {
		// The CPU runs operators that a GPU lacks, mostly arithmetic on indices.
		executionProviders: device === 'cpu' || isStrict ? [device] : [device, 'cpu'],
		intraOpNumThreads: threads,
		// The last level of optimising copies the weights of convolutions into another order, and their values before and after each.
		...(isFrugal && {enableMemPattern: false, graphOptimizationLevel: 'extended' as const}),
		// Optimising would fold the casts of half-precision weights into copies twice their size, but for those behind fences, as on GPUs all are.
		// Planning memory ahead would take the whole of it once more beside what the first pass took, and an arena keeps what each graph ever took.
		...(keepsWeights && {
			enableMemPattern: false,
			enableCpuMemArena: false,
			graphOptimizationLevel: device === 'cpu' ? ('disabled' as const) : ('basic' as const),
		}),
		// The library logs straight to file descriptor 2; what matters comes as an exception.
		logSeverityLevel: 4,
		extra: {
			session: {
				model_external_initializers_file_folder_path: folder,
				// Idle threads that spin cost more than they gain: several graphs are open at once, and other programs run as well.
				intra_op: {allow_spinning: '0'},
				// Softmax over thousands of codes is mostly numbers below 1e-38, with which processors are many times slower.
				// It holds for this whole thread, JavaScript included: below 2.2e-308 everything is 0 there.
				set_denormal_as_zero: '1',
				...(keepsWeights && {disable_prepacking: '1'}),
				...(isStrict && device !== 'cpu' && {disable_cpu_ep_fallback: '1'}),
			},
		},
	}).catch((cause: unknown) => {
		throw new UserError(`Cannot load the model in ${folder} on ${device}.`, {
			hint: 'The machine may be short of memory, or a file damaged: check it with `mmada models verify`.',
			exitCode: exitCodes.unavailable,
			cause,
		});
	});
	return {
		async run<Output extends string>(inputs: Readonly<Record<string, Tensor>>, outputs: readonly Output[]) {
			const missing = graph.inputNames.filter(name => !(name in inputs));
			if (missing.length > 0) {
				const given = Object.entries(inputs).map(([name, {dims}]) => `${name} [${dims.join(', ')}]`);
				throw new TypeError(`Missing graph inputs: ${missing.join(', ')}. Given: ${given.join('; ')}.`);
			}
			const feeds = Object.fromEntries(
				Object.entries(inputs).map(([name, {data, dims}]) => {
					if (data instanceof Float32Array) return [name, new OrtTensor('float32', data, dims)];
					return [name, data instanceof Uint8Array ? new OrtTensor('bool', data, dims) : new OrtTensor('int64', data, dims)];
				}),
			);
			// The library types results by name only; our graphs have float32 and int64 outputs.
			return (await graph.run(feeds, outputs)) as unknown as Record<Output, Tensor>;
		},
		[Symbol.asyncDispose]: () => graph.release(),
	};
}

/** The values of a float32 tensor. */
export function floatsOf({data}: Tensor): Float32Array {
	if (data instanceof Float32Array) return data;
	throw new TypeError('A graph gave integers where floats were expected.');
}

/** The values of an int64 tensor, all of them safe integers. */
export function integersOf({data}: Tensor): number[] {
	if (data instanceof BigInt64Array) return Array.from(data, Number);
	throw new TypeError('A graph gave floats where integers were expected.');
}

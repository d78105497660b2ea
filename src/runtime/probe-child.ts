import {endWithParent} from './end-with-parent.ts';
import {loadLibrary} from './library.ts';
import {probeGraph} from './probe-graph.ts';
import {isProbeRight, readsHalf} from './reads-half.ts';

/** Question of the parent to this process: the devices that the library was built for; whether one of them works; or how long it takes for `products`. */
export type ProbeQuestion = {readonly device?: string; readonly products?: Products};
/** A graph from `x` (side, side) to `y`, in base64. */
export type Products = {readonly onnx: string; readonly side: number};
/** The devices; or the milliseconds that the first run took, or for products the second; or why there was none. */
export type ProbeAnswer =
	| {readonly devices: readonly string[]}
	| {readonly elapsedMs: number; readonly hasHalf?: boolean}
	| {readonly reason: string};

/* The process of one probe: forked by probe-devices.ts, never imported. A provider that aborts takes only this process with it. */
endWithParent();
process.once('message', (question: ProbeQuestion) => {
	answer(question)
		.catch((error: unknown): ProbeAnswer => ({reason: error instanceof Error ? error.message : String(error)}))
		.then(told => {
			process.send?.(told, () => process.disconnect());
		});
});

async function answer({device, products}: ProbeQuestion): Promise<ProbeAnswer> {
	const {env, InferenceSession, listSupportedBackends, Tensor} = await loadLibrary();
	if (device === undefined) return {devices: listSupportedBackends().map(({name}) => name)};
	env.logLevel = 'fatal';
	const startMs = performance.now();
	const session = await InferenceSession.create(Buffer.from((products ?? probeGraph).onnx, 'base64'), {
		executionProviders: [device],
		logSeverityLevel: 4,
		// Without it a provider that cannot do it leaves the work to the CPU, and seems to work.
		...(device !== 'cpu' && {extra: {session: {disable_cpu_ep_fallback: '1'}}}),
	});
	if (products) {
		const {side} = products;
		const x = new Tensor('float32', new Float32Array(side * side).fill(1 / side), [side, side]);
		await session.run({x}, ['y']);
		const secondMs = performance.now();
		await session.run({x}, ['y']);
		return {elapsedMs: performance.now() - secondMs};
	}
	const {y} = await session.run({x: new Tensor('float32', probeGraph.input, [2, 3])}, ['y']);
	const values = Array.from(y?.data as Float32Array);
	if (!isProbeRight(values)) return {reason: `it gives ${values.join(', ')} where ${probeGraph.output.join(', ')} is right`};
	const elapsedMs = performance.now() - startMs;
	// CUDA and DirectML always have it, and the processor makes do without.
	return device === 'webgpu' ? {elapsedMs, hasHalf: await readsHalf({device, threads: 1})} : {elapsedMs};
}

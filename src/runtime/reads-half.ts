import {probeGraph} from './probe-graph.ts';
import {floatsOf, openSession, type Place} from './session.ts';

/** Whether a device computes with float16, tried out in this process: shaders of many older GPUs, and of some drivers, do not. */
export async function readsHalf(place: Place): Promise<boolean> {
	try {
		await using session = await openSession(Buffer.from(probeGraph.halfOnnx, 'base64'), {...place, folder: '.', isStrict: true});
		const {y} = await session.run({x: {data: probeGraph.input, dims: [2, 3]}}, ['y']);
		return isProbeRight(floatsOf(y));
	} catch {
		return false;
	}
}

/** Whether a device has computed one of the probe's graphs right. */
export const isProbeRight = (values: ArrayLike<number>): boolean =>
	probeGraph.output.every((value, index) => Math.abs(value - (values[index] ?? Number.NaN)) < 0.01);

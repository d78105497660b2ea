import {openSession, type Place, type Session} from '../../runtime/session.ts';
import type {Weights} from '../checkpoint/weights.ts';
import {lazy} from '../network/lazy.ts';

/** Half of an image tokenizer: its encoder or its decoder. It opens with its first use. */
export type Half = Session;

/**
From here on (bytes) an image tokenizer is frugal on the processor. At 512 px the values of one of the released size take gigabytes, which a large
transformer needs as well, and opening takes a hundredth of what a picture does.
*/
const largeBytes = 1e8;

/** Whether each half is opened for every picture and gives all of its memory back, in the way of graphs and sessions that takes least of it. */
export const isFrugal = ({sizeBytes}: Weights, {device}: Pick<Place, 'device'>): boolean => device === 'cpu' && sizeBytes > largeBytes;

/** A half with its graph; one that is frugal is open only while it runs. */
export function openHalf(graph: Uint8Array, folder: string, place: Place, isBrief: boolean): Half {
	if (isBrief) {
		return {
			async run(inputs, outputs) {
				await using session = await openSession(graph, {...place, folder, isFrugal: true});
				return await session.run(inputs, outputs);
			},
			async [Symbol.asyncDispose]() {},
		};
	}
	const session = lazy(() => openSession(graph, {...place, folder}));
	return {
		run: async (inputs, outputs) => (await session.get()).run(inputs, outputs),
		[Symbol.asyncDispose]: session.dispose,
	};
}

import {openModel} from '../dist/model/open.js';
import {measure, medianOf, takeTurns} from './measure.mjs';

/** Pixels to codes and back. @param {{readonly folder: string, readonly threads: number, readonly rounds: number}} options */
export async function measureImages({folder, threads, rounds}) {
	const model = await openModel(folder, {threads});
	try {
		const {grid, patch} = model.facts;
		const [width, height] = [grid.columns * patch, grid.rows * patch];
		const pixels = Uint8Array.from({length: width * height * 3}, (_, index) => (index * 7919) % 251);
		const codes = await model.encodeImage(pixels, width, height);
		const took = await takeTurns(
			{
				encode: () => measure(() => model.encodeImage(pixels, width, height)),
				decode: () => measure(() => model.decodeImage(codes, grid.rows, grid.columns)),
			},
			rounds,
		);
		return {width, height, encode: medianOf(took.encode), decode: medianOf(took.decode)};
	} finally {
		await model[Symbol.asyncDispose]();
	}
}

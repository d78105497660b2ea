import {openModel} from '../src/model/open.ts';
import {measure, medianOf, takeTurns} from './measure.ts';

type Options = {readonly folder: string; readonly threads: number; readonly rounds: number};

/** Pixels to codes and back. */
export async function measureImages({folder, threads, rounds}: Options) {
	await using model = await openModel(folder, {threads});
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
	return {width, height, encode: medianOf(took('encode')), decode: medianOf(took('decode'))};
}

import {encodePng} from '../../picture/codec.ts';
import {readCodes} from '../../world/detect/read-codes.ts';
import type {Result} from '../storybook/run.ts';

/** One result as a line of JSON: item, answer with its picture (PNG, base64), and verdict; enough to judge it again without a model. */
export async function recordLine({index, seed, item, answer, verdict}: Result): Promise<string> {
	const {text, notices, picture, codes, elapsedMs} = answer;
	const png = Buffer.from(await encodePng(picture)).toString('base64');
	const record = {
		index,
		seed,
		item,
		answer: {text, notices, codes, elapsedMs: Math.round(elapsedMs), png},
		verdict: {...verdict, codes: readCodes(codes)},
	};
	return `${JSON.stringify(record)}\n`;
}

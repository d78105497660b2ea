/*
The exact judge on codes, without a pixel: `node judge.mjs MODEL EXERCISES.jsonl`, with a line of [[exercise, text tokens, codes], ...] on
stdin and as many verdicts on stdout: {textAlignment, imageAlignment, outputAlignment, kept: shares from 0 to 1; parses, text, image: whether
it holds; things: in the picture; scene: what it shows}.
*/

import {readFile} from 'node:fs/promises';
import {createInterface} from 'node:readline';
import {agreementOf} from '../../dist/bench/storybook/agreement.js';
import {checkKept} from '../../dist/bench/storybook/kept.js';
import {openTokenizer} from '../../dist/model/text/tokenizer.js';
import {readCodes} from '../../dist/world/detect/read-codes.js';
import {parseReasoning} from '../../dist/world/language/reasoning.js';
import {checkGoal} from '../../dist/world/scene/goal.js';

const [folder = '.', file = ''] = process.argv.slice(2);
const tokenizer = await openTokenizer(folder);
const items = (await readFile(file, 'utf8'))
	.split('\n')
	.filter(line => line !== '')
	.map(line => JSON.parse(line).item);
for await (const line of createInterface({input: process.stdin})) {
	process.stdout.write(`${JSON.stringify(JSON.parse(line).map(([index, text, codes]) => verdictOf(items[index], text, codes)))}\n`);
}

function verdictOf({goal, source}, text, codes) {
	const {scene: said} = parseReasoning(tokenizer.decodeWithMasks(text));
	const seen = readCodes(codes);
	const inText = said ? share(checkGoal(goal, said)) : 0;
	const inImage = share(checkGoal(goal, seen));
	return {
		textAlignment: inText,
		imageAlignment: inImage,
		outputAlignment: said ? agreementOf(said, seen).f1 : 0,
		kept: source ? share(checkKept({source, goal}, source, seen)) : 1,
		parses: said !== undefined,
		text: inText === 1,
		image: inImage === 1,
		things: seen.objects.length,
		scene: JSON.stringify(seen),
	};
}

/** Share of the checks that are met; 1 where there is nothing to check. */
function share(checks) {
	return checks.length === 0 ? 1 : checks.filter(({isMet}) => isMet).length / checks.length;
}

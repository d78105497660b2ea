/*
Exercises of the storybook world with their truth: `node exercises.mjs MODEL SPLIT COUNT SEED [CORPUS]`, one a line. `test` gives those of
`mmada bench` with that seed; `train` such as the model learns from, half of them of the corpus's writers where one is named.
{words: tokens of the instruction, source: codes of an edit's input, reasoning: tokens, target: codes, seed: to decode with, item: for the judge}
*/

import {drawExercises} from '../../dist/bench/storybook/exercises.js';
import {openTokenizer} from '../../dist/model/text/tokenizer.js';
import {mendWords} from '../../dist/model/text/unknown-words.js';
import {sceneToCodes} from '../../dist/world/codes.js';
import {sampleItem} from '../../dist/world/export/export.js';
import {lengths} from '../../dist/world/export/vocabulary.js';
import {createRandom} from '../../dist/world/random.js';
import {readCorpus} from '../../dist/world/voices/corpus.js';

const [folder = '.', split = 'test', count = '0', seed = '1', corpus] = process.argv.slice(2);
const tokenizer = await openTokenizer(folder);
for (const {item, seed: own} of split === 'test' ? drawExercises(Number(seed), Number(count)) : sampleTraining()) {
	const words = tokenizer.encode(mendWords(tokenizer, item.instruction));
	const source = item.source && sceneToCodes(item.source);
	const truth = {reasoning: tokenizer.encode(item.reasoning), target: sceneToCodes(item.target)};
	process.stdout.write(
		`${JSON.stringify({words: words.slice(0, lengths.instruction), ...(source && {source}), ...truth, seed: own, item})}\n`,
	);
}

function* sampleTraining() {
	const random = createRandom(Number(seed));
	const voices = corpus === undefined ? [] : readCorpus(corpus).filter(voice => voice.split === 'train');
	const options = {split: /** @type {const} */ ('train'), ...(voices.length > 0 && {voices, voiceShare: 0.5})};
	for (let i = 0; i < Number(count); i++) yield {item: sampleItem(random, options), seed: random.int(2 ** 32)};
}

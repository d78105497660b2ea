import path from 'node:path';
import {parseConfig} from '../dist/model/checkpoint/config.js';
import {readJson} from '../dist/model/checkpoint/json-file.js';
import {passOperations} from '../dist/model/network/flops.js';
import {promptLength} from '../dist/model/network/prompt-cache.js';

/**
An open model whose network's floating-point operations are counted, by the cost model: `take` gives those since it was last asked.
@param {import('../dist/model/model.js').Model} model
@param {string} folder - its checkpoint
*/
export async function countOperations(model, folder) {
	const file = path.join(folder, 'config.json');
	const {network} = parseConfig(await readJson(file), file);
	const {codeOffset, codebookSize} = model.tokens;
	let operations = 0;
	const denoiser = templates => {
		const inner = model.denoiser(templates);
		const stretches = new Map();
		return {
			predict(output, request) {
				const {text, image, stretch} = request;
				for (const [template, scaleOf] of [
					[templates.conditional, () => 1],
					[templates.withoutText, ({guidanceText}) => guidanceText],
					[templates.withoutImage, ({guidanceImage}) => guidanceImage],
				]) {
					const isAsked = template && [text, image].some(asked => asked && asked.rows.length > 0 && scaleOf(asked) !== 0);
					if (!isAsked) continue;
					const {length} = template.ids;
					const isKept = stretch !== undefined && stretches.get(template) === stretch;
					stretches.set(template, stretch);
					operations += passOperations(network, 0, length, 0, isKept ? length - promptLength(template) : length);
				}
				operations += 2 * network.width * ((text?.rows.length ?? 0) * codeOffset + (image?.rows.length ?? 0) * codebookSize);
				return inner.predict(output, request);
			},
		};
	};
	return {
		model: {...model, denoiser},
		take() {
			const counted = operations;
			operations = 0;
			return counted;
		},
	};
}

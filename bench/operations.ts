import path from 'node:path';
import type {RowRequest, Template, Templates} from '../src/decoder/denoiser.ts';
import {parseConfig} from '../src/model/checkpoint/config.ts';
import {readJson} from '../src/model/checkpoint/json-file.ts';
import type {Model} from '../src/model/model.ts';
import {passFlops} from '../src/model/network/flops.ts';
import {promptLength} from '../src/model/network/prompt-cache.ts';

/** An open model that counts the floating-point operations of its network. */
export type CountingModel = {
	readonly model: Model;
	/** Those since it was last asked. */
	readonly take: () => number;
};

/** Count a model's floating-point operations by the cost model. `folder` is its checkpoint. */
export async function countOperations(model: Model, folder: string): Promise<CountingModel> {
	const file = path.join(folder, 'config.json');
	const {network} = parseConfig(await readJson(file), file);
	const {codeOffset, codebookSize} = model.tokens;
	let operations = 0;
	const denoiser: Model['denoiser'] = (templates: Templates) => {
		const inner = model.denoiser(templates);
		const windows = new Map<Template, number | undefined>();
		return {
			predict(output, request) {
				const {text, image, cacheWindow} = request;
				for (const [template, scaleOf] of [
					[templates.conditional, (_: RowRequest) => 1],
					[templates.withoutText, ({guidanceText}: RowRequest) => guidanceText],
					[templates.withoutImage, ({guidanceImage}: RowRequest) => guidanceImage],
				] as const) {
					if (!template) continue;
					const isAsked = [text, image].some(asked => asked && asked.rows.length > 0 && scaleOf(asked) !== 0);
					if (!isAsked) continue;
					const {length} = template.ids;
					const isKept = cacheWindow !== undefined && windows.get(template) === cacheWindow;
					windows.set(template, cacheWindow);
					operations += passFlops(network, 0, length, 0, isKept ? length - promptLength(template) : length);
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

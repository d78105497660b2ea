import OpenAI, {toFile} from 'openai';
import {describe, expect, test} from 'vitest';
import {decodeImage} from '../../src/picture/codec.ts';
import {readOrigin} from '../../src/picture/read-origin.ts';
import {collect} from '../fixtures/collect.ts';
import {answerOf, pictureFile, pictureIn, postJson, serverPlace} from './place.ts';

const token = 'sk-a-token-of-the-tests';
const at = serverPlace({token});
const bearer = {authorization: `Bearer ${token}`};

describe('the official openai package', () => {
	const client = () => new OpenAI({apiKey: token, baseURL: `${at.address}/v1`, maxRetries: 0});
	const images = {model: 'gpt-image-1', prompt: 'a red cat'} as const;

	test('generates', async () => {
		const {data = []} = await client().images.generate({...images, n: 2, size: '1024x1024', quality: 'high'});
		expect(data).toHaveLength(2);
		const picture = await decodeImage(Buffer.from(data[0]?.b64_json ?? '', 'base64'), '');
		expect(picture).toMatchObject({width: 1024, height: 1024});
		expect(data[0]?.revised_prompt).toEqual(expect.any(String));
	});

	test('edits with a mask', async () => {
		const image = await toFile(await pictureFile(), 'cat.png', {type: 'image/png'});
		const white = await toFile(await pictureFile(128, 128, 255), 'mask.png', {type: 'image/png'});
		const {data = []} = await client().images.edit({...images, image, mask: white, input_fidelity: 'high'});
		const origin = await readOrigin(Buffer.from(data[0]?.b64_json ?? '', 'base64'), '');
		expect(origin.settings).toMatchObject({task: 'edit', instruction: 'a red cat'});
	});

	test('streams', async () => {
		const stream = await client().images.generate({...images, stream: true, partial_images: 3});
		const types: string[] = [];
		for await (const event of stream) {
			types.push(event.type);
			expect(event.b64_json).toMatch(/^iVBOR/);
		}
		expect(types.at(-1)).toBe('image_generation.completed');
		expect(types.slice(0, -1)).toEqual(types.slice(0, -1).map(() => 'image_generation.partial_image'));
	});

	test('streams an edit', async () => {
		const stream = await client().images.edit({...images, image: await toFile(await pictureFile(), 'cat.png'), stream: true});
		const events = await collect(stream);
		expect(events.map(({type}) => type)).toEqual(['image_edit.completed']);
	});

	test('lists the models', async () => {
		const models = await collect(client().models.list());
		expect(models.map(({id}) => id)).toEqual(['storybook']);
	});

	test('is told what is wrong, by status and field', async () => {
		const wrong = client().images.generate({...images, prompt: ''});
		await expect(wrong).rejects.toMatchObject({status: 400, param: 'prompt', type: 'invalid_request_error'});
		const stranger = new OpenAI({apiKey: 'sk-another', baseURL: `${at.address}/v1`, maxRetries: 0});
		await expect(stranger.models.list()).rejects.toMatchObject({status: 401});
	});

	test('gives up a picture that is aborted', async () => {
		const signal = AbortSignal.timeout(300);
		const long = {...images, n: 10, steps: 4000, image_steps: 4000};
		const asked = client().images.generate(long, {signal});
		await expect(asked).rejects.toThrow();
		expect((await client().images.generate(images)).data).toHaveLength(1);
	});
});

describe('what other programs send', () => {
	const generations = async (body: object) => postJson(`${at.address}/v1/images/generations`, body, bearer);
	const edits = async (fields: readonly (readonly [string, string | Blob])[]) => {
		const body = new FormData();
		for (const [name, value] of fields) {
			if (typeof value === 'string') body.append(name, value);
			else body.append(name, value, 'image.png');
		}
		return fetch(`${at.address}/v1/images/edits`, {method: 'POST', headers: bearer, body});
	};
	const picture = async () => new Blob([await pictureFile()], {type: 'image/png'});

	test.each([
		['Open WebUI', {model: 'dall-e-3', prompt: 'a red cat', n: 1, size: '512x512', response_format: 'b64_json'}],
		['Open WebUI, automatic', {model: 'gpt-image-1', prompt: 'a red cat', n: 1, size: 'auto', steps: 8, style: 'vivid'}],
		[
			'LibreChat',
			{model: 'gpt-image-1', prompt: 'a red cat', n: 1, background: 'auto', quality: 'auto', size: 'auto', output_format: 'png'},
		],
		['SillyTavern', {prompt: 'a red cat', model: 'dall-e-3', size: '1024x1024', n: 1, quality: 'standard', response_format: 'b64_json'}],
	])('%s generates', async (_, body) => {
		const response = await generations(body);
		expect(response.status, await response.clone().text()).toBe(200);
		expect(
			pictureIn(await answerOf(response))
				.subarray(1, 4)
				.toString(),
		).toBe('PNG');
	});

	test('Open WebUI edits one picture', async () => {
		const response = await edits([
			['model', 'gpt-image-1'],
			['prompt', 'a blue cat'],
			['n', '1'],
			['size', 'auto'],
			['background', 'auto'],
			['response_format', 'b64_json'],
			['image', await picture()],
		]);
		expect(response.status, await response.clone().text()).toBe(200);
	});

	test('Open WebUI is told that several pictures are too many', async () => {
		const response = await edits([
			['prompt', 'a blue cat'],
			['image[]', await picture()],
			['image[]', await picture()],
		]);
		expect(response.status).toBe(400);
		expect((await answerOf(response)).error.message).toMatch(/2 pictures/);
	});

	test('LibreChat edits', async () => {
		const response = await edits([
			['model', 'gpt-image-1'],
			['prompt', 'a blue cat'],
			['quality', 'auto'],
			['size', 'auto'],
			['image[]', await picture()],
		]);
		expect(response.status, await response.clone().text()).toBe(200);
	});

	test('SillyTavern looks for the models', async () => {
		const response = await fetch(`${at.address}/v1/models`, {headers: bearer});
		expect((await answerOf(response)).data.map(({id}) => id)).toEqual(['storybook']);
	});
});

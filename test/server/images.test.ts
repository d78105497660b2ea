import {expect, test} from 'vitest';
import {decodeImage, encodePng} from '../../src/picture/codec.ts';
import {readOrigin} from '../../src/picture/read-origin.ts';
import {answerOf, dataUrl, eventsOf, pictureFile, pictureIn, postJson, quick, serverPlace} from './place.ts';

const at = serverPlace();
const generate = async (fields: object, headers?: Readonly<Record<string, string>>) =>
	postJson(`${at.address}/v1/images/generations`, {prompt: 'a red cat', ...quick, ...fields}, headers);
const edit = async (fields: object) => postJson(`${at.address}/v1/images/edits`, {prompt: 'the cat is blue', ...quick, ...fields});
const editForm = async (fields: Readonly<Record<string, string | Blob>>) => {
	const form = new FormData();
	for (const [name, value] of Object.entries({prompt: 'the cat is blue', steps: '4', image_steps: '4', ...fields})) {
		if (typeof value === 'string') form.set(name, value);
		else form.set(name, value, `${name}.png`);
	}
	return fetch(`${at.address}/v1/images/edits`, {method: 'POST', body: form});
};

test('a picture comes as base64 with its reasoning, and carries what made it', async () => {
	const response = await generate({seed: 7});
	expect(response.status).toBe(200);
	const answer = await answerOf(response);
	expect(Math.abs(answer.created - Date.now() / 1000)).toBeLessThan(600);
	expect({format: answer.output_format, count: answer.data.length}).toEqual({format: 'png', count: 1});
	const origin = await readOrigin(pictureIn(answer), 'answer');
	expect(origin.settings).toMatchObject({task: 'gen', instruction: 'a red cat', seed: 7, steps: 4});
	expect(origin.reasoning).toBe(answer.data[0]?.revised_prompt);
	expect(answer.data[0]?.mmada).toMatchObject({seed: 7, model: origin.model.name});
});

test('the same seed draws the same picture, and n counts it up', async () => {
	const one = await answerOf(generate({seed: 2}));
	const three = await answerOf(generate({seed: 1, n: 3}));
	expect(three.data.map(({mmada}) => mmada.seed)).toEqual([1, 2, 3]);
	expect((await decodeImage(pictureIn(three, 1), '')).rgb).toEqual((await decodeImage(pictureIn(one), '')).rgb);
});

test.each([
	{size: 'auto', width: 144},
	{size: '512x512', width: 512},
])('size $size is $width px wide', async ({size, width}) => {
	expect(await decodeImage(pictureIn(await answerOf(generate({size}))), '')).toMatchObject({width, height: width});
});

test.each(['png', 'jpeg', 'webp'])('output_format %s is made', async output_format => {
	const picture = pictureIn(await answerOf(generate({output_format})));
	const starts = {png: '89504e47', jpeg: 'ffd8ffe1', webp: '52494646'};
	expect(picture.subarray(0, 4).toString('hex')).toBe(starts[output_format as keyof typeof starts]);
});

test('url is an address of this server that gives the picture; another is 404', async () => {
	const {data} = await answerOf(generate({response_format: 'url'}));
	const url = data[0]?.url ?? '';
	expect(url).toMatch(new RegExp(`^${at.address}/v1/files/[0-9a-f]{32}\\.png$`));
	const file = await fetch(url);
	expect({status: file.status, type: file.headers.get('content-type')}).toEqual({status: 200, type: 'image/png'});
	expect(await readOrigin(new Uint8Array(await file.arrayBuffer()), '')).toMatchObject({settings: {instruction: 'a red cat'}});
	expect((await fetch(`${at.address}/v1/files/${'0'.repeat(32)}.png`)).status).toBe(404);
});

test('a model that is not here is the one that is, and headers say so', async () => {
	const response = await generate({model: 'gpt-image-1\r\nx: y'});
	expect(response.status).toBe(200);
	expect(response.headers.get('mmada-model')).toBe('storybook');
	expect(response.headers.get('mmada-asked-model')).toBe('gpt-image-1%0D%0Ax%3A%20y');
	expect((await generate({model: 'storybook'})).headers.has('mmada-asked-model')).toBe(false);
	const {data} = await answerOf(fetch(`${at.address}/v1/models`));
	expect(data.map(({id}) => id)).toEqual(['storybook']);
});

test('a stream has the pictures on the way with the reasoning so far, then the finished one', async () => {
	const response = await generate({stream: true, partial_images: 2, steps: 4000, image_steps: 4000});
	expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
	const events = await eventsOf(response);
	const last = events.at(-1);
	expect(last?.event).toBe('image_generation.completed');
	expect(last?.data).toMatchObject({type: 'image_generation.completed', revised_prompt: expect.any(String), b64_json: expect.any(String)});
	const partials = events.slice(0, -1);
	expect(partials.length).toBeGreaterThan(0);
	for (const [index, {event, data}] of partials.entries()) {
		expect(event).toBe('image_generation.partial_image');
		expect(data).toMatchObject({partial_image_index: index, revised_prompt: expect.any(String), reasoning: data.revised_prompt});
		expect((await decodeImage(Buffer.from(String(data.b64_json), 'base64'), '')).width).toBeGreaterThan(0);
	}
});

test.each(['image', 'image[]'])('a form edits the picture in %s, and answers in its size', async name => {
	const response = await editForm({[name]: new Blob([await pictureFile(150, 100)])});
	expect(response.status).toBe(200);
	const picture = pictureIn(await answerOf(response));
	expect(await readOrigin(picture, '')).toMatchObject({settings: {task: 'edit', instruction: 'the cat is blue'}});
	expect(await decodeImage(picture, '')).toMatchObject({width: 150, height: 100});
});

test.each([
	['a data URL', (url: string) => url],
	['one in lines', (url: string) => url.replace(/(.{76})/g, '$1\r\n')],
	['a list of them', (url: string) => [url]],
	['objects with image_url', (url: string) => [{image_url: url}]],
])('JSON edits %s', async (_, image) => {
	const response = await edit({image: image(dataUrl(await pictureFile()))});
	expect(response.status, await response.clone().text()).toBe(200);
});

test.each([
	{what: 'clear where it may change', left: [0, 0, 0, 0], right: [0, 0, 0, 255]},
	{what: 'white where it may change', left: [255, 255, 255, 255], right: [0, 0, 0, 255]},
])('a mask that is $what leaves the rest as it was', async ({left, right}) => {
	const picture = await pictureFile();
	const sharp = (await import('sharp')).default;
	const rgba = Buffer.from(Array.from({length: 128 * 128}, (_, pixel) => (pixel % 128 < 64 ? left : right)).flat());
	const mask = new Uint8Array(
		await sharp(rgba, {raw: {width: 128, height: 128, channels: 4}})
			.png()
			.toBuffer(),
	);
	const response = await editForm({image: new Blob([picture]), mask: new Blob([mask])});
	expect(response.status, await response.clone().text()).toBe(200);
	const {rgb} = await decodeImage(pictureIn(await answerOf(response)), '');
	const column = (x: number) => Array.from({length: 128}, (_, y) => rgb[(y * 128 + x) * 3]);
	expect(new Set(column(120))).toEqual(new Set([90]));
	expect(new Set(column(8))).not.toEqual(new Set([90]));
});

test.each([
	['no prompt', {prompt: undefined}, 400, /prompt/],
	['an empty prompt', {prompt: ' '}, 400, /prompt/],
	['a prompt that is no text', {prompt: {}}, 400, /prompt/],
	['too long a prompt', {prompt: 'a'.repeat(20_001)}, 400, /20000/],
	['a size that is none', {size: 'wide'}, 400, /size/],
	['too large a size', {size: '4000x4000'}, 400, /megapixels/],
	['n of eleven', {n: 11}, 400, /`n`/],
	['n of none', {n: 0}, 400, /`n`/],
	['a setting that cannot be', {steps: -1}, 400, /`steps`/],
	['partial_images of four', {partial_images: 4}, 400, /partial_images/],
	['a seed that is none', {seed: 'x'}, 400, /`seed`/],
	['a transparent ground', {background: 'transparent'}, 400, /transparent/],
	['words that it was never shown, where it is strict', {prompt: 'a wombat', strict: true}, 400, /wombat/],
])('%s is refused in a sentence', async (_, fields, status, message) => {
	const response = await generate(fields);
	expect(response.status).toBe(status);
	const {error} = await answerOf(response);
	expect(error).toMatchObject({type: 'invalid_request_error', message: expect.stringMatching(message)});
});

test.each([
	['no picture', {}],
	['a path', {image: '/etc/passwd'}],
	['a path of a file of ours', {image: 'models/storybook/config.json'}],
	['an address', {image: 'http://127.0.0.1:1/x.png'}],
	['a file: address', {image: 'file:///etc/passwd'}],
	['a mask that is a path', {mask: '/etc/hostname', image: 'picture'}],
	['two pictures', {image: ['picture', 'picture']}],
	['a picture that is none', {image: dataUrl(new Uint8Array(100))}],
	['a mask of another size', {image: 'picture', mask: 'small'}],
])('an edit of %s is refused', async (_, fields) => {
	const pictures = {picture: dataUrl(await pictureFile()), small: dataUrl(await encodePng({width: 1, height: 1, rgb: new Uint8Array(3)}))};
	const replaced = JSON.stringify(fields).replace(/"(picture|small)"/g, (_, name: keyof typeof pictures) => JSON.stringify(pictures[name]));
	const response = await edit(JSON.parse(replaced));
	expect(response.status).toBe(400);
	expect((await answerOf(response)).error.message).not.toBe('');
});

test('a client that hangs up leaves the model to the next', async () => {
	const leaving = new AbortController();
	const left = fetch(`${at.address}/v1/images/generations`, {
		method: 'POST',
		signal: leaving.signal,
		headers: {'content-type': 'application/json'},
		body: JSON.stringify({prompt: 'a red cat', steps: 4000, image_steps: 4000}),
	}).catch((error: unknown) => error);
	while (!(await answerOf(fetch(`${at.address}/health`))).busy);
	leaving.abort();
	expect(await left).toMatchObject({name: 'AbortError'});
	expect((await generate({})).status).toBe(200);
	expect(at.bugs).toEqual([]);
});

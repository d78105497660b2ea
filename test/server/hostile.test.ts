import {readdir} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import sharp from 'sharp';
import {expect, test} from 'vitest';
import {isTorture, trials} from '../torture.ts';
import {answerOf, pictureFile, postJson, quick, serverPlace} from './place.ts';
import {sendRaw} from './raw.ts';

const token = 'a-token-of-the-tests';
const at = serverPlace({token, limits: {bodyBytes: 2 * 2 ** 20, heldBytes: 12 * 2 ** 20, pixels: 4_000_000, stallMs: 1500, waiting: 4}});
/** Time in which every request is answered, or its connection ended (ms). */
const hangMs = 10_000;
const mostRssBytes = 1.5e9;

type Sent = {readonly parts: readonly (string | Uint8Array)[]; readonly gapMs?: number; readonly what: string};

const below = (random: () => number, count: number): number => Math.floor(random() * count);
const pick = <Item>(random: () => number, items: readonly Item[]): Item => items[below(random, items.length)]!;
const noise = (random: () => number, length: number): Uint8Array => Uint8Array.from({length}, () => below(random, 256));

const paths = [
	'/v1/images/generations',
	'/v1/images/edits',
	'/v1/runs',
	'/v1/runs/none/steer',
	'/v1/runs/none/events',
	'/v1/models/..%2f..%2fetc%2fpasswd',
	'/v1/files/..%2f..%2fpackage.json',
	'/v1/files/%00',
	'/page/../../../../etc/passwd',
	'/page/%2e%2e%2fpackage.json',
	'/../../../../etc/passwd',
	'//etc/passwd',
	'/v1/images/edits/../../../etc/passwd',
	'/%E0%A4%A',
	'/?a[b]=c&a[__proto__]=d',
	`/${'a'.repeat(9000)}`,
];
const tricks = [
	'Host: evil.example',
	'Host: localhost\r\nHost: evil.example',
	'Host: ',
	'Origin: https://evil.example',
	'Authorization: Bearer wrong',
	`Authorization: Bearer ${'x'.repeat(8000)}`,
	'Authorization: Basic Og==',
	'Transfer-Encoding: chunked\r\nContent-Length: 5',
	'Transfer-Encoding: gzip, chunked',
	'Content-Length: 5\r\nContent-Length: 6',
	'Content-Length: -1',
	'Content-Length: 99999999999999999999',
	'Content-Encoding: gzip',
	'Expect: 100-continue',
	'Upgrade: websocket\r\nConnection: Upgrade',
	'Last-Event-ID: 1e400',
	'X-Evil: a\r\n b',
	'Content-Type: multipart/form-data; boundary=',
	'Content-Type: multipart/form-data',
	'Content-Type: application/json; charset=utf-7',
	'X-\0: a',
	`Cookie: ${'a=b;'.repeat(3000)}`,
];

const head = (path: string, type: string, length: number, more: readonly string[] = [], method = 'POST'): string =>
	[
		`${method} ${path} HTTP/1.1`,
		'Host: localhost',
		`Authorization: Bearer ${token}`,
		`Content-Type: ${type}`,
		`Content-Length: ${length}`,
		'Connection: close',
		...more,
		'',
		'',
	].join('\r\n');

const json = (value: unknown, path = '/v1/images/generations'): Sent['parts'] => {
	const body = typeof value === 'string' ? value : JSON.stringify(value);
	return [head(path, 'application/json', Buffer.byteLength(body)), body];
};

/** A form, parts of which may be broken. */
function form(random: () => number, pictures: readonly Uint8Array[]): Buffer {
	const boundary = 'XyZ';
	const dispositions = [
		'form-data; name="image"; filename="a.png"',
		'form-data; name="image[]"; filename="../../../../tmp/evil.png"',
		'form-data; name="mask"; filename="/etc/passwd"',
		'form-data; name="prompt"',
		'form-data; name="__proto__"',
		'form-data; name="constructor"; filename="x"',
		'form-data; name="n"',
		'form-data; name=',
		'form-data',
		'attachment; name="image"',
		`form-data; name="${'n'.repeat(5000)}"`,
		"form-data; name*=UTF-8''im%61ge; filename*=UTF-8''%2e%2e%2fevil",
	];
	const chunks: Buffer[] = [];
	for (let part = below(random, 8); part >= 0; part--) {
		const body = pick(random, [
			...pictures.map(one => Buffer.from(one)),
			Buffer.from('a red cat'),
			Buffer.from(noise(random, 300)),
			Buffer.alloc(0),
		]);
		const ends = pick(random, ['\r\n', '\r\n', '\r\n', '\n', '\r', '']);
		chunks.push(Buffer.from(`--${boundary}${ends}Content-Disposition: ${pick(random, dispositions)}${ends}`));
		if (random() < 0.3)
			chunks.push(
				Buffer.from(
					`Content-Type: ${pick(random, ['image/png', 'text/plain; charset=x', '', '/', 'multipart/mixed; boundary=XyZ'])}${ends}`,
				),
			);
		chunks.push(Buffer.from(ends), body, Buffer.from(ends));
	}
	if (random() < 0.8) chunks.push(Buffer.from(`--${boundary}--\r\n`));
	const whole = Buffer.concat(chunks);
	if (random() < 0.3 && whole.length > 0) whole[below(random, whole.length)] = below(random, 256);
	return random() < 0.2 ? whole.subarray(0, below(random, whole.length + 1)) : whole;
}

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const dataUrl = (bytes: Uint8Array) => `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`;

/** Files that only an attack would make, where its paths lead. */
const evilFiles = async (): Promise<string[]> => {
	const names = await Promise.all([tmpdir(), '/tmp', '.', '..', '../..'].map(async folder => readdir(folder).catch(() => [])));
	return names.flat().filter(name => /evil|passwd/i.test(name));
};

/** The attacks, each by its draw. */
function attack(random: () => number, pictures: readonly Uint8Array[]): Sent {
	const prompt = 'a red cat';
	const kinds: readonly (() => Sent)[] = [
		() => ({what: 'broken form', parts: formParts(form(random, pictures))}),
		() => ({what: 'broken form', parts: formParts(form(random, pictures))}),
		() => {
			const body = form(random, pictures);
			const length = pick(random, [0, 1, body.length - 1, body.length + 1, body.length + 1000, 10_000_000]);
			return {what: 'wrong length', parts: [head('/v1/images/edits', 'multipart/form-data; boundary=XyZ', Math.max(0, length)), body]};
		},
		() => ({
			what: 'slow body',
			parts: [head('/v1/images/generations', 'application/json', 100_000), ...Array.from({length: 200}, () => ' ')],
			gapMs: 100,
		}),
		() => ({
			what: 'slow head',
			parts: ['POST /v1/images/generations HTTP/1.1\r\n', ...Array.from({length: 100}, () => 'X: y\r\n')],
			gapMs: 200,
		}),
		() => ({
			what: 'body that stops',
			parts: [head('/v1/images/edits', 'multipart/form-data; boundary=XyZ', 1_000_000), form(random, pictures)],
		}),
		() => ({
			what: 'too large',
			parts: [head('/v1/images/edits', 'multipart/form-data; boundary=XyZ', 30_000_000), noise(random, 1000), Buffer.alloc(3_000_000)],
		}),
		() => ({
			what: 'chunks without an end',
			parts: [
				`POST /v1/images/edits HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nTransfer-Encoding: chunked\r\n\r\n`,
				...Array.from({length: 40}, () => Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(65_536), Buffer.from('\r\n')])),
			],
		}),
		() => ({
			what: 'path',
			parts: [
				head(
					pick(random, paths),
					'application/json',
					2,
					[],
					pick(random, ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'TRACE', 'x']),
				),
				'{}',
			],
		}),
		() => ({
			what: 'header',
			parts: [
				`POST ${pick(random, paths)} HTTP/1.1\r\nHost: localhost\r\n${pick(random, tricks)}\r\n${pick(random, tricks)}\r\nConnection: close\r\n\r\n{"prompt":"a red cat"}`,
			],
		}),
		() => ({
			what: 'wrong token',
			parts: [
				`POST /v1/images/generations HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token.slice(0, below(random, token.length))}\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`,
			],
		}),
		() => ({what: 'no HTTP', parts: [noise(random, 1 + below(random, 2000))]}),
		() => ({
			what: 'JSON',
			parts: json(
				pick(random, [
					nested(100_000),
					`{"prompt":${nested(50_000)}}`,
					`{"prompt":"a","size":${nested(50_000)}}`,
					`{"prompt":"a","image":${nested(50_000)}}`,
					'{"a":'.repeat(9000),
					'',
					'null',
					'[]',
					'"a"',
					'{"__proto__":{"prompt":"a"}}',
					`{"prompt":"\uD800"}`,
					'{"prompt":1e999}',
					`{"prompt":"${'\\u0000'.repeat(100)}"}`,
				]),
			),
		}),
		() => ({what: 'fields', parts: json({prompt, ...quick, ...fields(random)})}),
		() => ({
			what: 'fields of a run',
			parts: json(
				{prompt, ...quick, detached: false, ...fields(random), from: pick(random, [undefined, {}, {run: '..'}, {run: '__proto__'}, 'x'])},
				'/v1/runs',
			),
		}),
		() => ({what: 'picture', parts: json({prompt, ...quick, image: dataUrl(spoilt(random, pictures))}, '/v1/images/edits')}),
		() => ({
			what: 'pictures',
			parts: json({prompt, ...quick, image: dataUrl(pick(random, pictures)), mask: dataUrl(spoilt(random, pictures))}, '/v1/images/edits'),
		}),
		() => ({
			what: 'place of a picture',
			parts: json(
				{
					prompt,
					...quick,
					image: pick(random, [
						'/etc/passwd',
						'file:///etc/passwd',
						'http://127.0.0.1:9/',
						'../../package.json',
						{image_url: '/etc/passwd'},
						['/etc/passwd'],
						{url: {url: 'x'}},
						5,
						true,
					]),
				},
				'/v1/images/edits',
			),
		}),
	];
	return pick(random, kinds)();
}

const formParts = (body: Buffer): Sent['parts'] => [head('/v1/images/edits', 'multipart/form-data; boundary=XyZ', body.length), body];

const values: readonly unknown[] = [
	null,
	0,
	-1,
	1.5,
	1e308,
	'',
	'x',
	'../../x.png',
	'/etc/passwd',
	[],
	{},
	true,
	'9'.repeat(400),
	{toString: 1},
	[[[]]],
	'a\0b',
	'$(id)',
];
const names = [
	'n',
	'size',
	'seed',
	'steps',
	'quality',
	'stream',
	'partial_images',
	'response_format',
	'output_format',
	'model',
	'user',
	'output',
	'name',
	'mask',
	'device',
	'threads',
	'text_length',
	'thought',
	'steering',
	'repaint',
	'inpaint',
	'settings',
	'isForced',
	'image',
	'__proto__',
	'constructor',
];
const fields = (random: () => number): object =>
	Object.fromEntries(Array.from({length: 1 + below(random, 4)}, () => [pick(random, names), pick(random, values)]));

function spoilt(random: () => number, pictures: readonly Uint8Array[]): Uint8Array {
	const bytes = Uint8Array.from(pick(random, pictures));
	for (let count = below(random, 20); count > 0; count--) bytes[below(random, bytes.length)] = below(random, 256);
	return random() < 0.3 ? bytes.subarray(0, 1 + below(random, bytes.length)) : bytes;
}

/** Pictures small as files and huge unfolded, and ordinary ones. */
async function pictureFiles(): Promise<Uint8Array[]> {
	const flat = (width: number, height: number) =>
		sharp({create: {width, height, channels: 3, background: '#888'}, limitInputPixels: false});
	return [
		await pictureFile(32, 32),
		await pictureFile(144, 144, 255),
		await flat(20_000, 20_000).png({compressionLevel: 9}).toBuffer(),
		await flat(16_000, 1).png().toBuffer(),
		await flat(60, 60).webp().toBuffer(),
		await flat(60, 60).jpeg().toBuffer(),
		Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'),
		Buffer.from('GIF89a'),
	];
}

test('whatever comes in, the server answers or hangs up in time, keeps its memory, writes nothing, and draws the next picture', {
	timeout: 7_200_000,
}, async () => {
	const pictures = await pictureFiles();
	const before = await evilFiles();
	const seen = new Map<string, Set<string>>();
	const strike = async (number: number, random: () => number) => {
		const {what, parts, gapMs} = attack(random, pictures);
		const {text, isClosed, ms} = await sendRaw(at.address, parts, {...(gapMs !== undefined && {gapMs}), withinMs: hangMs + 5000});
		const status = /^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 'closed';
		const which = `volley ${number}, ${what}: ${status} after ${Math.round(ms)} ms`;
		expect(isClosed || text !== '', which).toBe(true);
		expect(ms, which).toBeLessThan(hangMs);
		expect(status, `${which}: ${text.slice(-400)} ${String(at.bugs)}`).not.toMatch(/^500/);
		expect(text).not.toMatch(/root:|daemon:/);
		seen.set(what, (seen.get(what) ?? new Set()).add(status));
	};
	// Sixteen at a time: a slow one keeps nobody else waiting. 125 volleys are 2,000 requests.
	for await (const {number, random} of trials('server', {few: 6, many: 125})) {
		await Promise.all(Array.from({length: 16}, async () => strike(number, random)));
		expect(process.memoryUsage.rss()).toBeLessThan(mostRssBytes);
		expect(at.bugs).toEqual([]);
	}
	if (isTorture) process.stderr.write(`${[...seen].map(([what, statuses]) => `${what}: ${[...statuses].sort().join(' ')}`).join('\n')}\n`);
	const url = `${at.address}/v1/images/generations`;
	const authorization = `Bearer ${token}`;
	let response = await postJson(url, {prompt: 'a red cat', ...quick}, {authorization});
	while (response.status === 429) response = await postJson(url, {prompt: 'a red cat', ...quick}, {authorization});
	expect((await answerOf(response)).data).toHaveLength(1);
	expect(await evilFiles()).toEqual(before);
});

import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll} from 'vitest';
import {runDefaults} from '../../src/app/run-defaults.ts';
import {encodePng} from '../../src/picture/codec.ts';
import {type Answered, createApp} from '../../src/server/app.ts';
import {type Limits, usualLimits} from '../../src/server/limits.ts';
import type {MadePicture} from '../../src/server/make-pictures.ts';
import {openServer} from '../../src/server/open-server.ts';
import type {ErrorBody} from '../../src/server/refusal.ts';
import {openStudio} from '../../src/server/studio.ts';
import {writeModels} from '../cli/workplace.ts';

export type ServerOptions = {
	readonly limits?: Partial<Limits>;
	readonly token?: string;
	/** A model whose runs can be caught in the middle. */
	readonly isSlow?: boolean;
};

/** A server of the tests of a file on a free port of this machine, with a model so small that a run takes an instant. */
export function serverPlace(options: ServerOptions = {}) {
	const place = {address: '', answered: [] as Answered[], bugs: [] as unknown[]};
	let close = async () => {};
	beforeAll(async () => {
		const root = await mkdtemp(path.join(tmpdir(), 'mmada server '));
		const {tiny, slow} = await writeModels(root);
		const limits = {...usualLimits, ...options.limits};
		const wanted = {model: options.isSlow ? slow : tiny, device: 'cpu', threads: 1} as const;
		const studio = await openStudio(wanted, 'storybook', {defaults: runDefaults(), limits});
		await studio.opened();
		const {token} = options;
		const app = createApp({studio, token, onAnswer: one => place.answered.push(one), onBug: error => place.bugs.push(error)});
		const server = await openServer(app, {host: '127.0.0.1', port: 0});
		place.address = server.address;
		close = async () => {
			server.kill();
			await server.stop();
			await studio[Symbol.asyncDispose]();
			await rm(root, {recursive: true});
		};
	});
	afterAll(async () => close());
	return place;
}

/** Settings of a run that takes an instant. */
export const quick = {steps: 4, image_steps: 4};
/** A picture file of one colour. */
export const pictureFile = async (width = 128, height = 128, shade = 90): Promise<Uint8Array<ArrayBuffer>> =>
	new Uint8Array(await encodePng({width, height, rgb: new Uint8Array(width * height * 3).fill(shade)}));

export const dataUrl = (bytes: Uint8Array): string => `data:image/png;base64,${Buffer.from(bytes).toString('base64')}`;

export const postJson = async (url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
	fetch(url, {method: 'POST', headers: {'content-type': 'application/json', ...headers}, body: JSON.stringify(body)});

/** An answer of the server, whichever it is. */
export type Answer = {
	readonly created: number;
	readonly output_format: string;
	readonly data: readonly (MadePicture & {readonly id?: string})[];
	readonly error: ErrorBody['error'];
	readonly busy: boolean;
};
export const answerOf = async (response: Response | Promise<Response>): Promise<Answer> => (await (await response).json()) as Answer;

/** The bytes of the first picture of an answer. */
export const pictureIn = ({data}: Answer, index = 0): Buffer => Buffer.from(data[index]?.b64_json ?? '', 'base64');

/** The events of a stream, in order. */
export async function eventsOf(response: Response): Promise<{readonly event: string; readonly data: Readonly<Record<string, unknown>>}[]> {
	return (await response.text()).split('\n\n').flatMap(block => {
		const [, event] = /^event: (.*)$/m.exec(block) ?? [];
		const [, data] = /^data: (.*)$/m.exec(block) ?? [];
		return event === undefined || data === undefined ? [] : [{event, data: JSON.parse(data)}];
	});
}

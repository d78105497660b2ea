import {writeFile} from 'node:fs/promises';
import {afterAll, beforeAll} from 'vitest';
import {runDefaults} from '../../src/app/run-defaults.ts';
import {createApp} from '../../src/server/app.ts';
import {usualLimits} from '../../src/server/limits.ts';
import {openServer} from '../../src/server/open-server.ts';
import {openStudio} from '../../src/server/studio.ts';
import type {openBrowser} from '../fixtures/browser.ts';

/** Where to leave screenshots, if anybody wants to look. */
const shots = process.env.MMADA_SHOTS;

/** A server of the tests of a file with the bundled model: its thought has words that can be steered. */
export function pagePlace(): {readonly address: string} {
	const place = {address: ''};
	let close = async () => {};
	beforeAll(async () => {
		const studio = await openStudio({model: 'storybook', device: 'cpu', threads: 1}, 'storybook', {
			defaults: runDefaults(),
			limits: usualLimits,
		});
		await studio.opened();
		const app = createApp({studio, token: undefined, onAnswer: () => {}, onBug: () => {}});
		const server = await openServer(app, {host: '127.0.0.1', port: 0});
		place.address = server.address;
		close = async () => {
			server.kill();
			await server.stop();
			await studio[Symbol.asyncDispose]();
		};
	});
	afterAll(async () => close());
	return place;
}

/** What the tests of the page look at. */
export function pageTools(browser: Awaited<ReturnType<typeof openBrowser>>) {
	/** Wait until an expression in the page is true. */
	const until = async (expression: string) => {
		await browser.evaluate(`new Promise(resolve => { const look = () => (${expression}) ? resolve() : setTimeout(look, 20); look(); })`);
	};
	const said = async () => String(await browser.evaluate("document.getElementById('status').textContent"));
	return {
		until,
		said,
		/** The run is done that makes so many pictures of the gallery. */
		async done(pictures: number) {
			const status = "document.getElementById('status')";
			const isFault = `${status}.className === 'fault'`;
			await until(`${isFault} || /^done/.test(${status}.textContent) && document.querySelectorAll('#gallery img').length === ${pictures}`);
			if (await browser.evaluate(isFault)) throw new Error(await said());
		},
		words: async () => String(await browser.evaluate("document.getElementById('words').innerText.replace(/\\s+/g, ' ')")),
		pixels: async () => browser.evaluate("document.getElementById('canvas').toDataURL()"),
		/** Name of the element that has the focus. */
		focused: async () => String(await browser.evaluate('document.activeElement.id || document.activeElement.className')),
		async shoot(name: string) {
			if (shots === undefined) return;
			const {data} = await browser.send('Page.captureScreenshot', {captureBeyondViewport: true});
			await writeFile(`${shots}/${name}.png`, Buffer.from(String(data), 'base64'));
		},
		/** Requests to others than the server. */
		askedElsewhere: (address: string) =>
			browser.told
				.flatMap(({method, params}) =>
					method === 'Network.requestWillBeSent' && params ? [String((params.request as {url: string}).url)] : [],
				)
				.filter(url => !url.startsWith(`${address}/`) && !/^(?:blob|data):/.test(url)),
		/** Exceptions, and lines of the console. */
		faults: () =>
			browser.told.filter(
				({method}) => method === 'Runtime.exceptionThrown' || method === 'Log.entryAdded' || method === 'Runtime.consoleAPICalled',
			),
	};
}

import {writeFile} from 'node:fs/promises';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {runDefaults} from '../../src/app/run-defaults.ts';
import {createApp} from '../../src/server/app.ts';
import {usualLimits} from '../../src/server/limits.ts';
import {openServer} from '../../src/server/open-server.ts';
import {openStudio} from '../../src/server/studio.ts';
import {findChromium, openBrowser} from '../fixtures/browser.ts';
import {eventsOf} from './place.ts';

/** Where to leave screenshots, if anybody wants to look. */
const shots = process.env.MMADA_SHOTS;
const chromium = findChromium();

// The bundled model: its thought has words that can be steered.
let close = async () => {};
let address = '';
beforeAll(async () => {
	const studio = await openStudio({model: 'storybook', device: 'cpu', threads: 1}, 'storybook', {
		defaults: runDefaults(),
		limits: usualLimits,
	});
	await studio.opened();
	const server = await openServer(createApp({studio, token: undefined, onAnswer: () => {}, onBug: () => {}}), {host: '127.0.0.1', port: 0});
	address = server.address;
	close = async () => {
		server.kill();
		await server.stop();
		await studio[Symbol.asyncDispose]();
	};
});
afterAll(async () => close());

test('the page has its own files and no others, and may talk to nobody else', async () => {
	const page = await fetch(address);
	expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
	expect(page.headers.get('content-security-policy')).toMatch(
		/^default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';/,
	);
	const files = [...(await page.text()).matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, file]) => file);
	expect(files.length).toBeGreaterThan(1);
	for (const file of files) expect((await fetch(`${address}${file}`)).status, file).toBe(200);
	for (const name of ['none.js', '..%2fpackage.json', '%2e%2e/package.json', 'index.html%00', 'constructor', '__proto__'])
		expect((await fetch(`${address}/page/${name}`)).status, name).toBe(404);
});

test.skipIf(chromium === undefined)(
	'a person draws, steers a word and a part, changes the picture further and finds all in the gallery',
	async () => {
		const browser = await openBrowser(chromium ?? '');
		/** The run is done that makes so many pictures of the gallery. */
		const done = async (pictures: number) => {
			await browser.evaluate(`new Promise((resolve, reject) => {
			const look = () => {
				const {textContent, className} = document.getElementById('status');
				if (className === 'fault') reject(new Error(textContent));
				else if (/^done/.test(textContent) && document.querySelectorAll('#gallery img').length === ${pictures}) resolve();
				else setTimeout(look, 50);
			};
			look();
		})`);
		};
		const words = async () => String(await browser.evaluate("document.getElementById('words').innerText.replace(/\\s+/g, ' ')"));
		const pixels = async () => browser.evaluate("document.getElementById('canvas').toDataURL()");
		const shoot = async (name: string) => {
			if (shots === undefined) return;
			const {data} = await browser.send('Page.captureScreenshot', {captureBeyondViewport: true});
			await writeFile(`${shots}/${name}.png`, Buffer.from(String(data), 'base64'));
		};
		const draw = async (text: string) => {
			await browser.evaluate(
				`document.getElementById('instruction').value = ${JSON.stringify(text)}; document.getElementById('seed').value = '1'`,
			);
			await browser.evaluate("document.getElementById('instruction').focus()");
			await browser.press('Enter');
		};
		try {
			await browser.send('Emulation.setDeviceMetricsOverride', {width: 1100, height: 900, deviceScaleFactor: 1, mobile: false});
			await browser.send('Emulation.setEmulatedMedia', {features: [{name: 'prefers-color-scheme', value: 'dark'}]});
			await browser.open(address);
			await shoot('empty');
			await draw('a red kite above a house');
			await browser.evaluate(
				"new Promise(resolve => { const look = () => /step \\d\\d/.test(document.getElementById('status').textContent) ? resolve() : setTimeout(look, 20); look(); })",
			);
			await shoot('drawing');
			await done(1);
			expect(await words()).toContain('kite');
			const [first, thought] = [await pixels(), await words()];
			await shoot('done');

			// A word, by the keyboard alone.
			await browser.evaluate("[...document.querySelectorAll('.word')].find(word => /^red\\W*$/.test(word.textContent)).focus()");
			await browser.press(' ');
			await browser.evaluate("document.getElementById('change-to').value = 'blue'");
			await shoot('word');
			await browser.evaluate("document.getElementById('change').requestSubmit()");
			await done(2);
			expect(await words()).toContain('blue kite');
			expect(await words()).not.toBe(thought);
			expect(await pixels()).not.toBe(first);

			// A part, by the keyboard.
			await browser.evaluate("document.getElementById('canvas').focus()");
			await browser.press('ArrowRight');
			await browser.evaluate(`for (let step = 0; step < 6; step++) for (const key of ['ArrowRight', 'ArrowDown'])
			document.getElementById('canvas').dispatchEvent(new KeyboardEvent('keydown', {key, shiftKey: true, bubbles: true}))`);
			await shoot('part');
			await browser.press('Enter');
			await done(3);
			const {data} = (await (await fetch(`${address}/v1/runs`)).json()) as {data: readonly {id: string}[]};
			const told = await eventsOf(await fetch(`${address}/v1/runs/${data[0]?.id}/events`));
			expect(told.findLast(({event}) => event === 'steered')?.data).toMatchObject({intervention: {type: 'maskCodes'}});

			// A change of the picture that there is.
			await browser.evaluate("document.getElementById('next').click()");
			await browser.evaluate(
				"new Promise(resolve => { const look = () => document.getElementById('input').hidden ? setTimeout(look, 20) : resolve(); look(); })",
			);
			await browser.send('Emulation.setEmulatedMedia', {features: [{name: 'prefers-color-scheme', value: 'light'}]});
			await draw('make it night');
			await done(4);
			expect(await words()).toContain('night');
			await shoot('light');
			await browser.send('Emulation.setDeviceMetricsOverride', {width: 390, height: 800, deviceScaleFactor: 1, mobile: true});
			expect(await browser.evaluate('document.documentElement.scrollWidth')).toBe(390);
			await shoot('narrow');
			expect(String(await browser.evaluate("document.getElementById('save').href"))).toMatch(/^blob:/);

			const asked = browser.told.flatMap(({method, params}) =>
				method === 'Network.requestWillBeSent' && params ? [String((params.request as {url: string}).url)] : [],
			);
			expect(asked.filter(url => !url.startsWith(`${address}/`) && !/^(?:blob|data):/.test(url))).toEqual([]);
			const faults = browser.told.filter(
				({method}) => method === 'Runtime.exceptionThrown' || method === 'Log.entryAdded' || method === 'Runtime.consoleAPICalled',
			);
			expect(faults).toEqual([]);
		} finally {
			await browser.close();
		}
	},
);

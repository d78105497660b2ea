import {expect, test} from 'vitest';
import {findChromium, openBrowser} from '../fixtures/browser.ts';
import {pagePlace, pageTools} from './page-place.ts';
import {eventsOf} from './place.ts';

const chromium = findChromium();
const at = pagePlace();

test('the page has its own files and no others, and may talk to nobody else', async () => {
	const page = await fetch(at.address);
	expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
	expect(page.headers.get('content-security-policy')).toMatch(
		/^default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';/,
	);
	const files = [...(await page.text()).matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, file]) => file);
	expect(files.length).toBeGreaterThan(1);
	for (const file of files) expect((await fetch(`${at.address}${file}`)).status, file).toBe(200);
	for (const name of ['none.js', '..%2fpackage.json', '%2e%2e/package.json', 'index.html%00', 'constructor', '__proto__'])
		expect((await fetch(`${at.address}/page/${name}`)).status, name).toBe(404);
});

test.skipIf(chromium === undefined)(
	'a person draws, steers a word and a part, changes the picture further and finds all in the gallery',
	async () => {
		const browser = await openBrowser(chromium ?? '');
		const {done, words, pixels, shoot, askedElsewhere, faults} = pageTools(browser);
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
			await browser.open(at.address);
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
			const {data} = (await (await fetch(`${at.address}/v1/runs`)).json()) as {data: readonly {id: string}[]};
			const told = await eventsOf(await fetch(`${at.address}/v1/runs/${data[0]?.id}/events`));
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
			await browser.send('Emulation.setDeviceMetricsOverride', {width: 360, height: 740, deviceScaleFactor: 1, mobile: true});
			expect(await browser.evaluate('document.documentElement.scrollWidth')).toBe(360);
			await shoot('narrow');
			expect(String(await browser.evaluate("document.getElementById('save').href"))).toMatch(/^blob:/);

			expect(askedElsewhere(at.address)).toEqual([]);
			expect(faults()).toEqual([]);
		} finally {
			await browser.close();
		}
	},
);

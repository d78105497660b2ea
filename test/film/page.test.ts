import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {RunEvent} from '../../src/events/events.ts';
import {toFilm} from '../../src/film/film.ts';
import {filmPage} from '../../src/film/page.ts';
import {findChromium, openBrowser} from '../fixtures/browser.ts';
import {scriptedRun} from '../fixtures/scripted-run.ts';

const nasty =
	'</title></h1></script><script>alert(1)</script><img src="http://127.0.0.1:9/x" onerror="alert(2)">\u001B]0;x\u0007\u202E&"\'';
const events = scriptedRun({side: 48});
const lastStep = events.filter(({type}) => type === 'step').length;

/** The run with a nasty instruction, model and last word. */
function hostileRun(): RunEvent[] {
	return events.map(event => {
		if (event.type === 'started') {
			return {...event, settings: {...event.settings, instruction: nasty}, model: {...event.model, name: nasty, device: nasty}};
		}
		return 'text' in event ? {...event, text: `${event.text} ${nasty.replaceAll(' ', '')}`} : event;
	});
}

test('the page holds the whole text and pictures, and no address to ask', async () => {
	const page = await filmPage(toFilm(events));
	const shown = page.slice(page.indexOf('id="text">'), page.indexOf('</p>\n<figure')).replace(/<[^>]*>/g, '');
	expect(shown).toContain('the sky is dark so it is night . a small blue house stands below');
	const addresses = [...page.matchAll(/\b(?:src|href|action|poster)="([^"]*)"/g)].map(([, address = '']) => address);
	expect(addresses.filter(address => !address.startsWith('data:'))).toEqual([]);
	expect(page).not.toMatch(/https?:|@import|url\(/);
	expect(page).toContain(`default-src 'none'; img-src data:;`);
});

test('an edit shows what it started from, a stopped run says so', async () => {
	const input = {width: 2, height: 2, rgb: Buffer.alloc(12).toString('base64')};
	const page = await filmPage(toFilm(scriptedRun({side: 48, stopAfter: 5}), input));
	expect(page).toContain('what it started from');
	expect(page).toContain('stopped early');
	expect(await filmPage(toFilm(events))).not.toMatch(/started from|stopped early/);
});

test('hostile strings stay text', async () => {
	const page = await filmPage(toFilm(hostileRun()));
	expect(page.match(/<script/g)).toHaveLength(2);
	expect(page.match(/<\/script>/g)).toHaveLength(2);
	expect(page.match(/<img/g)).toHaveLength(1);
	for (const control of ['\u001B', '\u0007', '\u202E']) expect(page).not.toContain(control);
});

const chromium = findChromium();

// Where there is no Chromium this cannot be told; CONTRIBUTING.md says how to name one.
describe.skipIf(chromium === undefined)('in a real browser (needs Chromium)', () => {
	let folder = '';
	let browser: Awaited<ReturnType<typeof openBrowser>>;
	beforeAll(async () => {
		folder = await mkdtemp(path.join(tmpdir(), 'mmada page '));
		browser = await openBrowser(chromium ?? '');
	});
	afterAll(async () => {
		await browser.close();
		await rm(folder, {recursive: true});
	});

	/** Open the page of a run, ready to use. */
	async function open(run: readonly RunEvent[]): Promise<void> {
		const file = path.join(folder, 'run.html');
		await writeFile(file, await filmPage(toFilm(run)));
		browser.told.length = 0;
		await browser.open(pathToFileURL(file).href);
		await browser.evaluate(`new Promise(resolve => {
			const look = () => document.querySelector('output').value ? resolve() : setTimeout(look, 20);
			look();
		})`);
	}
	/** What a reader sees: the words not masked, the picture, where the slider stands. */
	const look = async () =>
		(await browser.evaluate(`({
			text: [...document.querySelectorAll('.word:not(.masked)')].map(word => word.textContent).join(' '),
			picture: document.querySelector('canvas').toDataURL(),
			step: Number(document.querySelector('input').value),
			where: document.querySelector('output').value,
		})`)) as {text: string; picture: string; step: number; where: string};
	const troubles = () =>
		browser.told.filter(
			({method, params}) =>
				method === 'Runtime.exceptionThrown' ||
				method === 'Log.entryAdded' ||
				method === 'Page.javascriptDialogOpening' ||
				(method === 'Runtime.consoleAPICalled' && params?.type !== 'log'),
		);
	const requests = () =>
		browser.told
			.filter(({method}) => method === 'Network.requestWillBeSent')
			.map(({params}) => (params as {request: {url: string}}).request.url)
			.filter(url => !url.startsWith('data:') && !url.startsWith('file:'));

	test('the slider moves text and picture, by keys and by hand, without an error or a request', async () => {
		await open(events);
		const end = await look();
		expect(end.step).toBe(lastStep);
		await browser.press('ArrowLeft');
		const before = await look();
		expect(before.step).toBe(lastStep - 1);
		expect(before.text.length).toBeLessThan(end.text.length);
		expect(before.picture).not.toBe(end.picture);
		await browser.press('Home');
		const start = await look();
		expect(start).toMatchObject({step: 0, text: '', where: 'step 0 · 0.00 s · text 0 % · picture 0 %'});
		await browser.press('ArrowRight');
		expect((await look()).text).not.toBe('');
		await browser.evaluate(`{const slider = document.querySelector('input'); slider.value = 12; slider.dispatchEvent(new Event('input'))}`);
		const middle = await look();
		expect(middle.where).toContain('step 12 · 3.60 s');
		expect(new Set([start, before, middle, end].map(({picture}) => picture)).size).toBe(4);
		await browser.press('End');
		expect(await look()).toEqual(end);
		expect({troubles: troubles(), requests: requests()}).toEqual({troubles: [], requests: []});
	});

	test('space plays from the start and pauses; a click on a word goes to its step', async () => {
		await open(events);
		await browser.press(' ');
		expect(await browser.evaluate(`document.querySelector('button').textContent`)).toBe('Pause');
		expect((await look()).step).toBeLessThan(lastStep);
		await browser.press(' ');
		expect(await browser.evaluate(`document.querySelector('button').textContent`)).toBe('Play');
		const clicked = await browser.evaluate(
			`{const word = [...document.querySelectorAll('.word')].find(({textContent}) => textContent === 'balloon'); word.click(); Number(word.dataset.step)}`,
		);
		expect((await look()).step).toBe(clicked);
		expect(troubles()).toEqual([]);
	});

	test('it is dark or light as the system says', async () => {
		const grounds: unknown[] = [];
		for (const value of ['light', 'dark']) {
			await browser.send('Emulation.setEmulatedMedia', {features: [{name: 'prefers-color-scheme', value}]});
			await open(events);
			grounds.push(await browser.evaluate(`getComputedStyle(document.body).backgroundColor`));
		}
		expect(grounds).toEqual(['rgb(255, 255, 255)', 'rgb(15, 17, 23)']);
	});

	test('hostile strings are shown and do nothing', async () => {
		await open(hostileRun());
		await browser.press('ArrowLeft');
		expect(await browser.evaluate(`document.querySelectorAll('main img, main script').length`)).toBe(0);
		expect(await browser.evaluate(`document.querySelector('h1').textContent`)).toContain('<script>alert(1)</script>');
		expect({troubles: troubles(), requests: requests()}).toEqual({troubles: [], requests: []});
	});
});

import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {findChromium, openBrowser} from '../fixtures/browser.ts';
import {pagePlace, pageTools} from './page-place.ts';
import {pictureFile} from './place.ts';

const chromium = findChromium();
const at = pagePlace();
let folder = '';
beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'mmada drop '));
	await writeFile(path.join(folder, 'grey.png'), await pictureFile());
	await writeFile(path.join(folder, 'other.png'), await pictureFile(96, 64, 200));
	await writeFile(path.join(folder, 'notes.txt'), 'no picture');
	await writeFile(path.join(folder, 'lie.png'), 'no picture either');
});
afterAll(async () => rm(folder, {recursive: true}));

test.skipIf(chromium === undefined)('a picture that is dropped in is changed; what is none is told, and what was there stays', async () => {
	const browser = await openBrowser(chromium ?? '');
	const {until, said, done, shoot, words, askedElsewhere, faults} = pageTools(browser);
	const drag = async (type: string, names: readonly string[]) =>
		browser.send('Input.dispatchDragEvent', {
			...{type, x: 300, y: 300},
			data: {items: [], files: names.map(name => path.join(folder, name)), dragOperationsMask: 1},
		});
	const drop = async (...names: string[]) => {
		await drag('dragEnter', names);
		await drag('dragOver', names);
		await drag('drop', names);
	};
	const name = async () =>
		browser.evaluate("document.getElementById('input').hidden ? '' : document.getElementById('input-name').textContent");
	try {
		await browser.send('Emulation.setDeviceMetricsOverride', {width: 1100, height: 900, deviceScaleFactor: 1, mobile: false});
		await browser.open(at.address);
		await drop('notes.txt');
		expect(await said()).toBe('`notes.txt` is no picture.');
		expect(await name()).toBe('');
		await shoot('drop-wrong');

		await drag('dragEnter', ['grey.png']);
		await drag('dragOver', ['grey.png']);
		await until("document.body.classList.contains('dragging')");
		await shoot('drop-over');
		await drag('drop', ['grey.png']);
		await until("document.getElementById('input-picture').naturalWidth === 128");
		expect(await said()).toBe('');
		expect(await browser.evaluate("document.getElementById('draw').textContent")).toBe('Change');
		expect(await browser.evaluate("document.body.classList.contains('dragging')")).toBe(false);
		await shoot('drop-picture');
		await drop('notes.txt');
		expect(await name()).toBe('grey.png');
		await drop('other.png', 'grey.png');
		expect(await said()).toBe('One picture is changed at a time: it is `other.png`.');

		await browser.evaluate(
			"document.getElementById('instruction').value = 'make it night'; document.getElementById('instruction').focus()",
		);
		await browser.press('Enter');
		await until("!document.getElementById('agree').hidden");
		expect(await said()).toMatch(/only read pictures from its own world.*press “Let it try”/);
		await shoot('drop-other');
		await browser.evaluate("document.getElementById('agree').click()");
		await done(1);
		expect(await words()).toContain('night');
		await shoot('drop-done');
		expect(faults()).toEqual([]);

		// By its name a picture, and none by its bytes: the server tells, and the page stays usable.
		await drop('lie.png');
		await until("document.getElementById('input-picture').hidden");
		await browser.evaluate("document.getElementById('instruction').focus()");
		await browser.press('Enter');
		await until("document.getElementById('status').className === 'fault'");
		expect(await said()).toMatch(/picture|image/);
		await shoot('drop-lie');
		await browser.evaluate("document.getElementById('input-clear').click()");
		expect(await name()).toBe('');
		expect(askedElsewhere(at.address)).toEqual([]);
		// Chromium's own line about the answer 400.
		expect(faults().map(({params}) => (params?.entry as {source?: string} | undefined)?.source)).toEqual(['network']);
	} finally {
		await browser.close();
	}
});

test.skipIf(chromium === undefined)('all of it can be done by the keyboard alone, in the order of the page', async () => {
	const browser = await openBrowser(chromium ?? '');
	const {done, words, focused, shoot, faults, until} = pageTools(browser);
	const type = async (text: string) => browser.send('Input.insertText', {text});
	/** Tab until an element has the focus. */
	const tabTo = async (name: string) => {
		for (let presses = 0; (await focused()) !== name; presses++) {
			if (presses === 60) throw new Error(`Tab never comes to ${name}.`);
			await browser.press('Tab');
		}
	};
	try {
		await browser.send('Emulation.setDeviceMetricsOverride', {width: 1100, height: 900, deviceScaleFactor: 1, mobile: false});
		await browser.send('Emulation.setEmulatedMedia', {features: [{name: 'prefers-color-scheme', value: 'dark'}]});
		await browser.open(at.address);
		const before = Number(await browser.evaluate("document.querySelectorAll('#gallery img').length"));
		await tabTo('instruction');
		await type('a red kite above a house');
		await tabTo('seed');
		await type('1');
		await tabTo('draw');
		await browser.press('Enter');
		await done(before + 1);
		// Words come before the picture, and each is a button.
		await tabTo('word');
		await shoot('keys-word');
		await browser.press('Enter');
		await until("!document.getElementById('change').hidden");
		expect(await focused()).toBe('change-to');
		await browser.press('Escape');
		expect(await browser.evaluate("document.getElementById('change').hidden && !document.querySelector('.word.chosen')")).toBe(true);
		await tabTo('canvas');
		await browser.press('ArrowRight');
		await shoot('keys-part');
		await browser.press('Enter');
		await done(before + 2);
		expect(await words()).toContain('kite');
		await tabTo('next');
		await browser.press('Enter');
		await until("!document.getElementById('input').hidden && document.activeElement.id === 'instruction'");
		await shoot('keys-next');
		expect(faults()).toEqual([]);
	} finally {
		await browser.close();
	}
});

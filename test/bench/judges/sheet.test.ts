import {mkdtemp, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {expect, test} from 'vitest';
import {auditPage} from '../../../src/bench/judges/sheet/audit-page.ts';
import {auditSheet} from '../../../src/bench/judges/sheet/audit-sheet.ts';
import {sheetJudge} from '../../../src/bench/judges/sheet/sheet-judge.ts';
import {judgeOutput} from '../../../src/bench/parabench/judge-output.ts';
import type {Outputs} from '../../../src/bench/parabench/output.ts';
import {readItems} from '../../../src/bench/parabench/read-items.ts';
import {loadArtwork} from '../../../src/world/art/draw.ts';
import {findChromium, openBrowser} from '../../fixtures/browser.ts';

const {items} = await readItems('parabench-mini');
const artwork = await loadArtwork();
const system = {name: 'Secret System', disclosed: {}};
const picture = {width: 8, height: 8, rgb: new Uint8Array(8 * 8 * 3).fill(90)};
const outputs: Outputs = {system, outputOf: async id => ({text: `about ${id}`, picture})};
const head = 'sheet,item,axis,score\n';

test('a sheet has sixty outputs of all categories in a mixed order, the same each time, and another id for other outputs', async () => {
	const twice = [...items, ...items.map(item => ({...item, id: `${item.id}-again`}))];
	const sheet = await auditSheet(twice, outputs, artwork);
	expect(sheet.entries).toHaveLength(60);
	const counts = ['spatial', 'temporal', 'causal', 'knowledge', 'general', 'generation'].map(
		name => sheet.entries.filter(({item}) => item.category === name).length,
	);
	expect(counts).toEqual([10, 10, 10, 10, 10, 10]);
	expect(new Set(sheet.entries.slice(0, 10).map(({item}) => item.category)).size).toBeGreaterThan(2);
	const same = await auditSheet(twice, outputs, artwork);
	expect([same.id, same.entries.map(({item}) => item.id)]).toEqual([sheet.id, sheet.entries.map(({item}) => item.id)]);
	const other = await auditSheet(twice, {...outputs, outputOf: async id => ({text: `of ${id}`, picture})}, artwork);
	expect(other.id).not.toBe(sheet.id);
});

test('what is missing is not asked about, and the page does not say whose outputs they are', async () => {
	const half: Outputs = {system, outputOf: async id => (id === 'spatial-01' ? {text: 'only words'} : id === 'spatial-02' ? {picture} : {})};
	const sheet = await auditSheet(items, half, artwork);
	expect(sheet.entries.map(({item, axes}) => [item.id, axes]).sort()).toEqual([
		['spatial-01', ['textQuality', 'textAlignment']],
		['spatial-02', ['imageConsistency', 'imageAlignment', 'imageQuality']],
	]);
	expect(await auditPage(sheet)).not.toContain('Secret');
});

test.each([
	{name: 'as the page saved it', text: `${head}s,spatial-01,imageQuality,4\ns,spatial-01,textQuality,1\n`},
	{
		name: 'as a spreadsheet saved it again',
		text: `\uFEFFItem;Axis;Score;Sheet\r\n"spatial-01";imageQuality;4;s\r\nspatial-01;textQuality;1;s\r\n`,
	},
])('a filled sheet judges $name, and what was left out is missing', async ({text}) => {
	const judge = sheetJudge(text, 'sheet.csv', 's');
	const marks = await judgeOutput(judge, {item: items[0]!, output: {text: 'a', picture}});
	expect(marks).toMatchObject({
		imageQuality: {state: 'ok', points: 75},
		textQuality: {state: 'ok', points: 0},
		imageAlignment: {state: 'missing'},
	});
});

test.each([
	{text: 'a,b\n1,2\n', says: 'is no filled audit sheet'},
	{text: '', says: 'is no filled audit sheet'},
	{text: `${head}s,a,imageQuality,6\n`, says: 'Line 2 of `sheet.csv` has no axis with a score from 1 to 5.'},
	{text: `${head}s,a,beauty,3\n`, says: 'Line 2'},
	{text: head, says: 'has rows of 0 sheets'},
	{text: `${head}s,a,imageQuality,3\nt,a,textQuality,3\n`, says: 'has rows of 2 sheets'},
	{text: `${head}t,a,imageQuality,3\n`, says: 'was filled in for other outputs (t, not s)'},
])('a table $text is refused: $says', ({text, says}) => {
	expect(() => sheetJudge(text, 'sheet.csv', 's')).toThrow(says);
});

const chromium = findChromium();
test.skipIf(!chromium)('digits score, arrows move, and the CSV that the page saves judges', async () => {
	const sheet = await auditSheet(items, outputs, artwork);
	const file = path.join(await mkdtemp(path.join(tmpdir(), 'mmada sheet ')), 'audit.html');
	await writeFile(file, await auditPage(sheet));
	const browser = await openBrowser(chromium!);
	await browser.open(pathToFileURL(file).href);
	await browser.evaluate('URL.createObjectURL = blob => (blob.text().then(text => { window.saved = text; }), "#")');
	// Two questions of the first item, the second one taken back; then the next item, and back to what is open.
	for (const key of ['4', '2', 'ArrowUp', '0', 'ArrowRight', '5', 'u', '1', 's']) await browser.press(key);
	const saved = String(await browser.evaluate('new Promise(resolve => setTimeout(() => resolve(window.saved), 200))'));
	const [one, two] = sheet.entries;
	expect(saved).toBe(
		`${head}${[
			[one!.item.id, one!.axes[0], 4],
			[one!.item.id, one!.axes[1], 1],
			[two!.item.id, two!.axes[0], 5],
		]
			.map(row => [sheet.id, ...row].join(','))
			.join('\n')}\n`,
	);
	const asked = browser.told.filter(
		({method, params}) => method === 'Network.requestWillBeSent' && !JSON.stringify(params).match(/file:|data:/),
	);
	expect(asked).toEqual([]);
	await browser.close();
	const marks = await judgeOutput(sheetJudge(saved, 'sheet.csv', sheet.id), {item: two!.item, output: {text: 'a', picture}});
	expect(marks[two!.axes[0]!]).toMatchObject({state: 'ok', points: 100});
});

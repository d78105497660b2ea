/*
The pictures of the screen in docs/: `npm run docs:screens [-- --model <folder>]`. A run in a pseudo-terminal, in windows of several sizes; the frame
that is nearest to a wanted step is shown by xterm.js in a headless Chromium ($CHROMIUM, or one on the PATH), dark and light.
*/
import {execFile} from 'node:child_process';
import {readFile, rm, writeFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import path from 'node:path';
import {parseArgs, promisify} from 'node:util';
import sharp from 'sharp';
import {openTerminal} from './pseudo-terminal.ts';
import {root} from './root.ts';

const {values} = parseArgs({options: {model: {type: 'string', default: path.join(root, 'models', 'storybook')}}});
const words = ['gen', 'a red balloon above a small blue house at night', '--seed', '4'];
/** A step at which words and codes of all kinds are there: known, new and masked. */
const wantedStep = 46;
type Window = {readonly columns: number; readonly rows: number};
const layouts: Readonly<Record<string, Window & {readonly themes?: readonly string[]}>> = {
	side: {columns: 108, rows: 30},
	stacked: {columns: 66, rows: 36},
	'60x20': {columns: 60, rows: 20, themes: ['dark']},
	'80x24': {columns: 80, rows: 24, themes: ['dark']},
	'120x40': {columns: 120, rows: 40, themes: ['dark']},
	'200x60': {columns: 200, rows: 60, themes: ['dark']},
};
type Theme = {readonly background: string; readonly foreground: string; readonly cyan: string};
const themes: Readonly<Record<string, Theme>> = {
	dark: {background: '#14151a', foreground: '#dcdcdc', cyan: '#6fdcec'},
	light: {background: '#fcfcfa', foreground: '#222222', cyan: '#00829b'},
};
const frameEnd = '\u001B[?2026l';
const marginPx = 20;

const require = createRequire(import.meta.url);
const emulatorFiles = [require.resolve('@xterm/xterm/css/xterm.css'), require.resolve('@xterm/xterm/lib/xterm.js')];
const emulator = await Promise.all(emulatorFiles.map(file => readFile(file, 'utf8')));
for (const [layout, window] of Object.entries(layouts)) {
	const {text, step} = await runUntil(window);
	for (const [name, theme] of Object.entries(themes)) {
		if (window.themes && !window.themes.includes(name)) continue;
		const file = path.join(root, 'docs', `screen-${layout}-${name}.png`);
		await photograph(text, {...window, theme, file});
		process.stdout.write(`${path.relative('.', file)}: step ${step}\n`);
	}
}

/** The terminal's output up to the frame that is nearest to the wanted step. */
async function runUntil({columns, rows}: Window) {
	// One thread: more frames, of which one is near.
	const all = [...words, '--model', path.resolve(values.model), '--threads', '1', '-o', 'x.png'];
	await using terminal = await openTerminal({words: all, columns, rows});
	const {code} = await terminal.end();
	if (code !== 0) throw new Error(`\`mmada ${all.join(' ')}\` ended with ${code}.`);
	const frames = terminal.chunks
		.map(({text}) => text)
		.join('')
		.split(frameEnd);
	const steps = frames.map(frame => Number(/step (\d+)\//.exec(frame)?.[1] ?? Number.NEGATIVE_INFINITY));
	const distances = steps.map(step => Math.abs(step - wantedStep));
	const nearest = distances.indexOf(Math.min(...distances));
	const prompt = `\u001B[1m$\u001B[m mmada gen "${words[1]}" ${words.slice(2).join(' ')}\r\n\r\n`;
	return {text: `${prompt}${frames.slice(0, nearest + 1).join(frameEnd)}${frameEnd}\u001B[?25l`, step: steps[nearest]};
}

/** Show it in the emulator, and keep what is not empty, with a margin. */
async function photograph(text: string, {columns, rows, theme, file}: Window & {readonly theme: Theme; readonly file: string}) {
	const [css, script] = emulator;
	const options = {
		cols: columns,
		rows,
		theme,
		fontFamily: '"DejaVu Sans Mono", monospace',
		fontSize: 20,
		drawBoldTextInBrightColors: false,
	};
	const page = `<!doctype html><meta charset="utf-8"><style>${css} body {margin: ${marginPx}px; background: ${theme.background}}</style>
<div id="terminal"></div><script>${script}</script><script>
const terminal = new Terminal(${JSON.stringify(options)});
terminal.open(document.querySelector('#terminal'));
terminal.write(Uint8Array.from(atob('${Buffer.from(text).toString('base64')}'), character => character.charCodeAt(0)));
</script>`;
	const [pageFile, shot] = [`${file}.html`, `${file}.shot.png`];
	await writeFile(pageFile, page);
	try {
		const look = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars', `--window-size=${14 * columns},${28 * rows}`];
		const {CHROMIUM: chromium = 'chromium'} = process.env;
		await promisify(execFile)(chromium, [...look, '--virtual-time-budget=5000', `--screenshot=${shot}`, `file://${pageFile}`]);
		const {background} = theme;
		const edge = {top: marginPx, bottom: marginPx, left: marginPx, right: marginPx, background};
		const kept = await sharp(shot).removeAlpha().trim({background, threshold: 8}).toBuffer();
		await sharp(kept).extend(edge).png({palette: true, effort: 10}).toFile(file);
	} finally {
		for (const made of [pageFile, shot]) await rm(made, {force: true});
	}
}

import {createHash} from 'node:crypto';
import type {RgbImage} from '../events/events.ts';
import {encodePng, toPixels} from '../picture/codec.ts';
import {toMarkup} from '../picture/markup.ts';
import {printable} from '../printable.ts';
import type {Film} from './film.ts';
import {filmTime, fitted} from './frames.ts';
import {pageScript} from './page-script.ts';
import {pageStyle} from './page-style.ts';
import {pleasantMs} from './timing.ts';

/** Px of the drawing: twice what the page gives it, for dense screens. */
const canvasSide = 840;

/** Whether a file that begins so is a page that this program made. */
export const isFilmPage = (start: string): boolean => start.startsWith('<!doctype html>') && / · mmada<\/title>/.test(start);

/**
A film as one HTML page that needs nothing else and asks no network: a slider over the steps, the text with the time each word was decided,
the picture at each step. All strings are escaped, and the page's policy lets no script run but its own.
*/
export async function filmPage(film: Film): Promise<string> {
	const {settings, model, final, moments} = film;
	const title = escaped(settings.instruction);
	const facts = `${model.name} on ${model.device} · seed ${settings.seed} · ${settings.recipe} · ${moments.at(-1)?.of ?? settings.steps} steps · ${filmTime(moments.at(-1)?.elapsedMs ?? 0)}`;
	const {width, height} = fitted(final, canvasSide);
	const finalUri = await pngUri(final);
	const last = moments.length - 1;
	return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src ${hashOf(pageStyle)}; script-src ${hashOf(pageScript)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${title} · mmada</title>
<style>${pageStyle}</style>
<main>
<h1>${title}</h1>
<p class="dim">${escaped(facts)}${film.isComplete ? '' : ' · stopped early'}</p>
<div class="stage">
<p class="text" id="text">${wordSpans(film)}</p>
<figure class="picture">
<canvas id="picture" width="${width}" height="${height}" role="img" aria-label="The picture at this step"></canvas>
<noscript><img src="${finalUri}" alt="The finished picture"></noscript>
${film.input ? `<p class="from dim"><img src="${await pngUri(film.input)}" alt="The picture it started from"> what it started from</p>` : ''}
</figure>
</div>
<svg class="shares" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
<path class="of-image" d="${shareLine(moments.map(({image}) => image))}"/><path class="of-text" d="${shareLine(moments.map(({text}) => text))}"/>
<line id="cursor" x1="1" x2="1" y1="0" y2="1"/>
</svg>
<input type="range" id="step" min="0" max="${last}" value="${last}" aria-label="Step" disabled>
<div class="controls">
<button type="button" id="play" disabled>Play</button>
<output id="where" for="step"></output>
<label><input type="checkbox" id="times" checked> seconds until each word was decided</label>
<span class="key">decided: <b class="of-text">text</b>, <b class="of-image">picture</b></span>
</div>
<footer class="dim">
Keys: <kbd>←</kbd> <kbd>→</kbd> step, <kbd>Home</kbd> <kbd>End</kbd>, <kbd>space</kbd> play, <kbd>t</kbd> times; click a word to go to its step.
A word stands where it ends up, and a code of the picture looks as it ends up, from the step that decides it; under the veil is the network's last preview.
</footer>
</main>
<script type="application/json" id="film">${await pageData(film, finalUri)}</script>
<script>${pageScript}</script>
</html>
`;
}

/** The words, each with its step and, but for bare punctuation, the seconds until it was decided. */
function wordSpans({reveals, moments}: Film): string {
	const msAt = new Map(moments.map(({step, elapsedMs}) => [step, elapsedMs]));
	return reveals
		.flatMap(({text, step}) => text.split(/(\s+)/).map(part => ({part, step})))
		.map(({part, step}) => {
			if (part.trim() === '') return part === '' ? '' : ' ';
			const ms = msAt.get(step);
			const isTimed = ms !== undefined && step > 0 && /[\p{L}\p{N}]/u.test(part);
			const time = isTimed ? ` data-time="${shortSeconds(ms)}" title="step ${step}, ${shortSeconds(ms)} s"` : '';
			// Masked to the end: later than any step.
			return `<span class="word" data-step="${step}"${time}>${escaped(part)}</span>`;
		})
		.join('');
}

/** `0.35`, `12.4`, `132`. */
const shortSeconds = (ms: number): string => (ms / 1000).toFixed(ms < 10_000 ? 2 : ms < 100_000 ? 1 : 0);

/** The shares over the moments as a path in a unit square, 1 at its top. */
const shareLine = (shares: readonly number[]): string =>
	shares.map((share, index) => `${index === 0 ? 'M' : 'L'}${short(index / Math.max(1, shares.length - 1))} ${short(1 - share)}`).join('');

const short = (value: number): number => Math.round(value * 10_000) / 10_000;

/** The script's data, as JSON that cannot end its element. */
async function pageData({moments, model, final}: Film, finalUri: string): Promise<string> {
	const previews: RgbImage[] = [];
	for (const {preview} of moments) if (preview && preview !== final && !previews.includes(preview)) previews.push(preview);
	const data = {
		grid: model.grid,
		cells: moments[0]?.settled.length ?? 0,
		final: finalUri,
		previews: await Promise.all(previews.map(pngUri)),
		playMs: Math.max(40, pleasantMs / moments.length),
		moments: moments.map(({step, elapsedMs, text, image, settled, preview}, index) => ({
			step,
			ms: Math.round(elapsedMs),
			text: short(text),
			image: short(image),
			changed: settled.flatMap((isSettled, code) => (isSettled === (moments[index - 1]?.settled[code] ?? false) ? [] : [code])),
			...(preview && {preview: previews.indexOf(preview)}),
		})),
	};
	return JSON.stringify(data).replaceAll('<', '\\u003c');
}

const escaped = (text: string): string => toMarkup(printable(text));
const pngUri = async (image: RgbImage): Promise<string> =>
	`data:image/png;base64,${Buffer.from(await encodePng(toPixels(image))).toString('base64')}`;
const hashOf = (source: string): string => `'sha256-${createHash('sha256').update(source).digest('base64')}'`;

import {encodeAs, encodePng, type Pixels, resize} from '../../../picture/codec.ts';
import {toMarkup} from '../../../picture/markup.ts';
import {printable} from '../../../printable.ts';
import type {Marks} from '../../judges/mark.ts';
import {states} from '../../judges/mark.ts';
import {itemPoints} from '../../statistics/power.ts';
import {axes, titles} from '../../storybook/axes.ts';
import {pageScript} from './page-script.ts';
import {pageStyle} from './page-style.ts';
import type {ParabenchReport} from './report.ts';
import {axisRows, categoryRows, noteLines} from './table.ts';

/** Larger pictures are scaled down to this side (px) on the page. */
const shownSide = 320;

/** An item with what is shown of it. */
export type Shown = {
	readonly id: string;
	readonly category: string;
	readonly instruction: string;
	readonly text?: string | undefined;
	readonly input?: Pixels | undefined;
	readonly picture?: Pixels | undefined;
	readonly marks: Marks;
};

/** The report as one page that needs no network: worst first, pictures side by side, by category and verdict. @param items - opened one by one */
export async function parabenchPage(report: ParabenchReport, items: AsyncIterable<Shown>): Promise<string> {
	const sections: {readonly points: number; readonly html: string}[] = [];
	for await (const item of items) sections.push({points: itemPoints(item.marks) ?? -1, html: await section(item)});
	sections.sort((a, b) => a.points - b.points);
	const {system, judge, n, items: list} = report;
	return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(`${system.name}, judged by ${judge.name}`)}</title>
<style>${pageStyle}</style>
<main>
<h1>${text(system.name)}</h1>
<p class="lead">${n} items of ${text(list.list)}, judged by <b>${text(judge.name)}</b>. Points are 0 to 100, intervals 95 %.</p>
<ul class="notes">${noteLines(report)
		.map(line => `<li${line.startsWith('CONTROLS FAILED') ? ' class="bad"' : ''}>${text(line.trim())}</li>`)
		.join('')}</ul>
${table(axisRows(report))}
${table(categoryRows(report))}
<h2>Items, worst first</h2>
<form>
${select('category', ['all categories', ...Object.keys(report.categories)])}
${select('verdict', ['all verdicts', 'right', 'faulty', ...states.filter(state => state !== 'ok')])}
<output></output>
</form>
${sections.map(({html}) => html).join('\n')}
</main>
<script>${pageScript}</script>
</html>
`;
}

async function section({id, category, instruction, text: said, input, picture, marks}: Shown): Promise<string> {
	const found = axes.flatMap(axis => (marks[axis] ? [{axis, mark: marks[axis]}] : []));
	const points = itemPoints(marks);
	const isRight = found.every(({mark}) => mark.state === 'ok' && mark.points >= rightPoints);
	const verdicts = new Set([isRight ? 'right' : 'faulty', ...found.map(({mark}) => mark.state)]);
	const rows = found.map(({axis, mark}) => {
		const shown = mark.state === 'ok' ? `${mark.points.toFixed(0)}` : mark.state;
		const width = mark.state === 'ok' ? mark.points : 0;
		return `<tr class="${mark.state}"><th>${titles[axis]}</th><td class="bar"><i style="width:${width.toFixed(1)}%"></i></td><td class="points">${shown}</td><td class="said">${text(mark.said)}</td></tr>`;
	});
	return `<section data-category="${text(category)}" data-verdicts="${[...verdicts].join(' ')}">
<div class="pictures">${await figure(input, 'to edit')}${await figure(picture, picture ? 'result' : 'no picture')}</div>
<div class="words">
<h3>${text(instruction)}</h3>
<p class="said-by-model">${said === undefined ? '<em>no text</em>' : text(said)}</p>
<table class="marks">${rows.join('')}</table>
<p class="small">${text(id)} · ${text(category)} · ${points === undefined ? 'no scores' : `mean ${points.toFixed(1)}`}</p>
</div>
</section>`;
}

/** From here on (points) an axis counts as right: 4.5 of 5. */
const rightPoints = 87.5;

async function figure(picture: Pixels | undefined, caption: string): Promise<string> {
	if (!picture) return caption === 'to edit' ? '' : `<figure class="none"><figcaption>${caption}</figcaption></figure>`;
	return `<figure><img alt="${caption}" src="${await dataUrl(picture, shownSide)}"><figcaption>${caption}</figcaption></figure>`;
}

/** A picture for a page, no larger than so many pixels: PNG where it is small, JPEG where it was scaled down. */
export async function dataUrl(picture: Pixels, side: number): Promise<string> {
	const scale = Math.min(1, side / Math.max(picture.width, picture.height));
	if (scale === 1) return `data:image/png;base64,${base64(await encodePng(picture))}`;
	const size = (length: number) => Math.max(1, Math.round(length * scale));
	return `data:image/jpeg;base64,${base64(await encodeAs(await resize(picture, size(picture.width), size(picture.height)), 'jpeg'))}`;
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

const table = ([head = [], ...rows]: readonly (readonly string[])[]): string =>
	`<div class="wide"><table><tr>${head.map(cell => `<th>${text(cell)}</th>`).join('')}</tr>${rows
		.map(cells => `<tr>${cells.map((cell, index) => (index === 0 ? `<th>${text(cell)}</th>` : `<td>${text(cell)}</td>`)).join('')}</tr>`)
		.join('')}</table></div>`;

const select = (name: string, options: readonly string[]): string =>
	`<select name="${name}" aria-label="${name}">${options.map((option, index) => `<option value="${index === 0 ? '' : text(option)}">${text(option)}</option>`).join('')}</select>`;

/** Text of systems and judges: shown, and nothing else. */
const text = (given: string): string => toMarkup(printable(given));

import {toMarkup} from '../../../picture/markup.ts';
import {printable} from '../../../printable.ts';
import {dataUrl} from '../../report/parabench/page.ts';
import {pageStyle, sheetStyle} from '../../report/parabench/page-style.ts';
import {titles} from '../../storybook/axes.ts';
import {rubrics} from '../vlm/rubrics.ts';
import {auditScript} from './audit-script.ts';
import type {AuditSheet, SheetEntry} from './audit-sheet.ts';

/** Larger pictures are scaled down to this side (px). */
const shownSide = 420;

/** The sheet as one page that needs no network and no mouse: digits score, arrows move, `s` saves a CSV. */
export async function auditPage({id, entries}: AuditSheet): Promise<string> {
	const cards: string[] = [];
	for (const [index, entry] of entries.entries()) cards.push(await card(entry, index, entries.length));
	return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Audit sheet ${id}</title>
<style>${pageStyle}${sheetStyle}</style>
<main data-sheet="${id}">
<header>
<b>Audit sheet</b>
<output></output>
<span class="small"><kbd>1</kbd>–<kbd>5</kbd> score · <kbd>↑</kbd> <kbd>↓</kbd> question · <kbd>←</kbd> <kbd>→</kbd> item · <kbd>0</kbd> cannot say · <kbd>u</kbd> next without a score · <kbd>s</kbd> save</span>
<button type="button" id="save">Save CSV</button>
</header>
${cards.join('\n')}
</main>
<script>${auditScript}</script>
</html>
`;
}

async function card({item, output, input, axes}: SheetEntry, index: number, count: number): Promise<string> {
	const figure = async (picture: SheetEntry['input'], caption: string) =>
		picture ? `<figure><img alt="${caption}" src="${await dataUrl(picture, shownSide)}"><figcaption>${caption}</figcaption></figure>` : '';
	const questions = axes.map(axis => {
		const {asks, scale} = rubrics.axes[axis];
		const meanings = (['5', '4', '3', '2', '1'] as const).map(score => `<li>${score}: ${text(scale[score])}</li>`).join('');
		const buttons = [1, 2, 3, 4, 5]
			.map(score => `<button type="button" data-score="${score}" aria-pressed="false">${score}</button>`)
			.join('');
		return `<fieldset data-axis="${axis}"><legend>${titles[axis]}</legend>${buttons}<p>${text(asks)}</p><ol>${meanings}</ol></fieldset>`;
	});
	return `<section class="card" data-item="${text(item.id)}" aria-label="item ${index + 1} of ${count}">
<div class="pictures">${await figure(input, 'to edit')}${await figure(output.picture, 'result')}</div>
<div class="words">
<h3>${text(item.instruction)}</h3>
<p class="said-by-model">${output.text === undefined ? '<em>no text</em>' : text(output.text)}</p>
${questions.join('\n')}
</div>
</section>`;
}

const text = (given: string): string => toMarkup(printable(given));

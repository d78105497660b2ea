import {encodePng} from '../../picture/codec.ts';
import {toMarkup} from '../../picture/markup.ts';
import type {Pixels} from '../../pixels.ts';
import type {} from '../../world/art/draw.ts';
import {meanOf} from '../statistics/estimate.ts';
import {axes, titles} from '../storybook/axes.ts';
import type {Result} from '../storybook/run.ts';
import type {BenchReport} from './bench-report.ts';
import {tableLines} from './table.ts';

/** The report as one HTML file with its pictures in it, worst items first. */
export async function htmlReport(report: BenchReport, results: readonly Result[]): Promise<string> {
	const worstFirst = [...results].sort((a, b) => meanScore(a) - meanScore(b) || a.index - b.index);
	const sections = [];
	for (const result of worstFirst) sections.push(await section(result));
	return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${toMarkup(`${report.model.name}: ${report.suite}, ${report.n} items, seed ${report.seed}`)}</title>
<style>
body {font: 15px/1.45 system-ui, sans-serif; max-width: 1000px; margin: 24px auto; padding: 0 16px; color: #222; background: #fff}
pre {font-size: 12px; overflow-x: auto}
section {display: flex; gap: 20px; flex-wrap: wrap; border-top: 1px solid #ccc; padding: 18px 0}
section > div {flex: 1 1 320px}
h2 {font-size: 17px; margin: 0 0 6px}
img {width: 288px; height: 288px; image-rendering: pixelated}
p {margin: 0 0 8px}
.small {color: #666; font-size: 13px}
li {color: #a11}
</style>
<h1>${toMarkup(report.model.name)}, ${report.suite}</h1>
<pre>${toMarkup(tableLines(report).join('\n'))}</pre>
${sections.join('\n')}
</html>
`;
}

/** The mean of the axes that the item has: what "worst" means. */
const meanScore = ({verdict}: Result) => meanOf(axes.map(axis => verdict.scores[axis]).filter(score => score !== undefined));

async function section({index, seed, item, input, answer, verdict}: Result): Promise<string> {
	const pictures = [...(input ? [await imageTag(input, 'the picture to edit')] : []), await imageTag(answer.picture, 'the result')];
	const scores = axes.flatMap(axis => {
		const score = verdict.scores[axis];
		return score === undefined ? [] : [`${titles[axis]} ${score.toFixed(0)}`];
	});
	const {text, textGoal, imageGoal, kept, agreement} = verdict.failed;
	const faults = [
		...text.map(fault => `text: not so: ${fault}`),
		...textGoal.map(fault => `text misses: ${fault}`),
		...imageGoal.map(fault => `picture misses: ${fault}`),
		...kept.map(fault => `picture: not so: ${fault}`),
		...agreement,
	];
	return `<section>
${pictures.join('\n')}
<div>
<h2>${toMarkup(item.instruction)}</h2>
<p>${toMarkup(answer.text)}</p>
<p class="small">item ${index} · ${item.task}, ${toMarkup(item.category)}, ${toMarkup(item.operation)} · seed ${seed} · ${scores.join(' · ')} · residual ${verdict.residual.toFixed(1)}</p>
${faults.length > 0 ? `<ul>${faults.map(fault => `<li>${toMarkup(fault)}</li>`).join('')}</ul>` : '<p class="small">nothing failed</p>'}
</div>
</section>`;
}

const imageTag = async (picture: Pixels, alt: string) =>
	`<img alt="${alt}" src="data:image/png;base64,${Buffer.from(await encodePng(picture)).toString('base64')}">`;

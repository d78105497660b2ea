import type {ParabenchReport} from './report.ts';
import {axisRows, categoryRows, noteLines} from './table.ts';

/** The report as tables in Markdown, to be put into a README. */
export function parabenchMarkdown(report: ParabenchReport): string {
	const {system, judge, items, n} = report;
	return [
		`# ${cell(system.name)}`,
		'',
		`${n} items of ${cell(items.list)} (sha256 \`${items.digest}\`), judged by ${cell(judge.name)}. Points are 0 to 100; intervals are 95 %.`,
		'',
		...markdownTable(axisRows(report)),
		'',
		...markdownTable(categoryRows(report)),
		'',
		...noteLines(report).map(line => `- ${cell(line.trim())}`),
		'',
	].join('\n');
}

/** Rows as a Markdown table: the first is its head, the first column to the left. */
function markdownTable([head = [], ...rows]: readonly (readonly string[])[]): string[] {
	const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
	return [line(head), `|${head.map((_, index) => (index === 0 ? '---' : '---:')).join('|')}|`, ...rows.map(line)];
}

/** Text of others that may not act as Markdown or HTML. */
const cell = (text: string): string => text.replace(/[\\|<>&`*_[\]]/g, letter => `\\${letter}`).replace(/\s+/g, ' ');

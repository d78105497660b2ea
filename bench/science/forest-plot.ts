import {type Axis, titles} from '../../src/bench/storybook/axes.ts';
import type {PartFound} from './findings.ts';
import {label, path, round, svg, ticks} from './svg.ts';

const [width, left, right, top, bottom] = [800, 230, 24, 44, 44];
const [lineHeight, gap] = [15, 10];

/**
Differences with their intervals, one line each: every comparison in a few marks, around a line at 0.
@param marks - At most four.
*/
export function forestPlot(name: string, parts: readonly Pick<PartFound, 'changes'>[], marks: readonly Axis[]): string {
	const changes = parts.flatMap(part => part.changes);
	const intervals = changes.flatMap(({change}) => marks.flatMap(mark => change[mark] ?? []));
	const scale = ticks(Math.min(-1, ...intervals.map(({low}) => low)), Math.max(1, ...intervals.map(({high}) => high)));
	const [low, high] = [scale[0]!, scale.at(-1)!];
	const x = (value: number) => round(left + ((value - low) / (high - low)) * (width - left - right));
	const rowHeight = marks.length * lineHeight + gap;
	const end = top + changes.length * rowHeight;
	const drawn: string[] = [
		...marks.map(
			(mark, index) => `<g class="s${index}">${dot(left + index * 140, 20)}${label(left + 8 + index * 140, 24, titles[mark])}</g>`,
		),
		...scale.flatMap(value => [
			path(`M${x(value)} ${top}V${end}`, value === 0 ? 'axis' : 'grid'),
			label(x(value), end + 18, `${value}`, {anchor: 'middle'}),
		]),
		label((left + width - right) / 2, end + 36, 'points of 100, with 95 % paired-bootstrap intervals', {anchor: 'middle', kind: 'faint'}),
	];
	for (const [row, {of, minus, change}] of changes.entries()) {
		const y = top + row * rowHeight + gap / 2;
		drawn.push(label(left - 12, y + 16, of, {anchor: 'end'}), label(left - 12, y + 32, `minus ${minus}`, {anchor: 'end', kind: 'faint'}));
		for (const [index, mark] of marks.entries()) {
			const found = change[mark];
			if (!found) continue;
			const {mean, low: from, high: to} = found;
			const at = y + (index + 0.5) * lineHeight;
			drawn.push(`<g class="s${index}">${path(`M${x(from)} ${at}H${x(to)}`, 'line')}${dot(x(mean), at)}</g>`);
		}
	}
	return svg({width, height: end + bottom, title: `${name}: differences between ways to decode, by what is judged`, parts: drawn});
}

const dot = (x: number, y: number) => `<circle class="dot" cx="${x}" cy="${y}" r="4"/>`;

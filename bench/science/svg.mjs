/** Colours of a plot on light and on dark pages, by the names that its parts use as classes. */
const style = `
text{font:12px sans-serif;fill:#333}
.page{fill:#fff}.grid{stroke:#ddd}.axis{stroke:#777}.faint{fill:#777}
.s0{color:#c2410c}.s1{color:#1d4ed8}.s2{color:#15803d}.s3{color:#9333ea}
.line{stroke:currentColor;stroke-width:2;fill:none}.dot{fill:currentColor}
@media(prefers-color-scheme:dark){text{fill:#ddd}.page{fill:#0d1117}.grid{stroke:#30363d}.axis{stroke:#999}.faint{fill:#999}
.s0{color:#fb923c}.s1{color:#79b8ff}.s2{color:#56d364}.s3{color:#d2a8ff}}`;

/** @param {{readonly width: number, readonly height: number, readonly title: string, readonly parts: readonly string[]}} picture */
export const svg = ({width, height, title, parts}) =>
	[
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">`,
		`<title id="title">${escapeMarkup(title)}</title><style>${style}</style>`,
		`<rect class="page" width="${width}" height="${height}"/>`,
		...parts,
		'</svg>\n',
	].join('\n');

/** Text at a point. @param {{readonly anchor?: 'start' | 'middle' | 'end', readonly kind?: string}} [options] */
export const label = (x, y, text, {anchor = 'start', kind} = {}) =>
	`<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}"${kind ? ` class="${kind}"` : ''}>${escapeMarkup(text)}</text>`;

export const path = (d, kind) => `<path class="${kind}" d="${d}"/>`;

export const round = value => Number(value.toFixed(1));

/** Some six round numbers that reach from `low` to `high`. @returns {number[]} */
export function ticks(low, high) {
	const rough = (high - low) / 6;
	const power = 10 ** Math.floor(Math.log10(rough));
	const step = [1, 2, 5, 10].map(factor => factor * power).find(candidate => candidate >= rough);
	const [first, last] = [Math.floor(low / step), Math.ceil(high / step)];
	return Array.from({length: last - first + 1}, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

const escapeMarkup = text => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

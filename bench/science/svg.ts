/** Colours of a plot on light and on dark pages, by the names that its parts use as classes. */
const style = `
text{font:12px sans-serif;fill:#333}
.page{fill:#fff}.grid{stroke:#ddd}.axis{stroke:#777}.faint{fill:#777}
.s0{color:#c2410c}.s1{color:#1d4ed8}.s2{color:#15803d}.s3{color:#9333ea}
.line{stroke:currentColor;stroke-width:2;fill:none}.dot{fill:currentColor}
@media(prefers-color-scheme:dark){text{fill:#ddd}.page{fill:#0d1117}.grid{stroke:#30363d}.axis{stroke:#999}.faint{fill:#999}
.s0{color:#fb923c}.s1{color:#79b8ff}.s2{color:#56d364}.s3{color:#d2a8ff}}`;

type Drawing = {readonly width: number; readonly height: number; readonly title: string; readonly parts: readonly string[]};

/** A picture with these parts. */
export const svg = ({width, height, title, parts}: Drawing): string =>
	[
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">`,
		`<title id="title">${escapeMarkup(title)}</title><style>${style}</style>`,
		`<rect class="page" width="${width}" height="${height}"/>`,
		...parts,
		'</svg>\n',
	].join('\n');

type Look = {readonly anchor?: 'start' | 'middle' | 'end'; readonly kind?: string};

/** Text at a point. */
export const label = (x: number, y: number, text: string, {anchor = 'start', kind}: Look = {}): string =>
	`<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}"${kind ? ` class="${kind}"` : ''}>${escapeMarkup(text)}</text>`;

/** A line of this kind (class). */
export const path = (d: string, kind: string): string => `<path class="${kind}" d="${d}"/>`;

/** To a tenth of a pixel. */
export const round = (value: number): number => Number(value.toFixed(1));

/** Some six round numbers that reach from `low` to `high`. */
export function ticks(low: number, high: number): number[] {
	const rough = (high - low) / 6;
	const power = 10 ** Math.floor(Math.log10(rough));
	const step = [1, 2, 5, 10].map(factor => factor * power).find(candidate => candidate >= rough) ?? rough;
	const [first, last] = [Math.floor(low / step), Math.ceil(high / step)];
	return Array.from({length: last - first + 1}, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

const escapeMarkup = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

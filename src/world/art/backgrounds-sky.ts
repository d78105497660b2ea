import {geometry} from '../scene/scene.ts';
import {type Light, mix} from './backgrounds-light.ts';
import {fill, oval, stroke} from './sprites-parts.ts';

const {side, patch, tokensPerSide} = geometry;

/** Sky, its lights and clouds: the same over every place, so that only the land tells places apart. */
export function skySvg(light: Light): string {
	const [top, middle, horizon] = light.sky;
	const gradient = `<linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${top}"/><stop offset="0.5" stop-color="${middle}"/><stop offset="1" stop-color="${horizon}"/></linearGradient>`;
	return `${gradient}<rect width="${side}" height="100" fill="url(#sky)"/>${lampSvg(light)}${cloudsSvg(light)}`;
}

/** The sun, the low sun, or the moon and the stars, as far as the weather lets them through. */
function lampSvg({time, weather}: Light): string {
	const strength = {clear: 1, cloudy: 0.5, rain: 0, snow: 0.35}[weather];
	if (strength === 0) return '';
	const glow = (x: number, y: number, radius: number, colour: string) =>
		[1.9, 1.45].map(factor => fill(oval(x, y, radius * factor), colour, 0.2 * strength)).join('') +
		fill(oval(x, y, radius), colour, 0.35 + 0.65 * strength);
	if (time === 'day') return glow(121, 22, 10, '#fff0a3');
	if (time === 'sunset') return glow(96, 66, 14, '#ffe3a0');
	const stars = [
		[12, 12],
		[33, 30],
		[52, 9],
		[70, 34],
		[88, 14],
		[8, 52],
		[44, 56],
		[101, 46],
		[134, 54],
		[76, 62],
	] as const;
	const moon = `M${126} 11a11 11 0 1 0 9 16a9.4 9.4 0 0 1 -9 -16Z`;
	return (
		fill(oval(125, 22, 17), '#fff6d6', 0.12 * strength) +
		fill(moon, '#fff3c4', 0.3 + 0.7 * strength) +
		(weather === 'clear' ? stars.map(([x, y], index) => fill(oval(x, y, index % 3 ? 1 : 1.5), '#fff8de', 0.9)).join('') : '')
	);
}

function cloudsSvg({time, weather, sky}: Light): string {
	const puff = (x: number, y: number, scale: number, colour: string, opacity: number) =>
		`<path transform="translate(${x} ${y}) scale(${scale})" fill="${colour}" fill-opacity="${opacity}" d="M-20 8C-27 8 -27 -2 -19 -2C-19 -10 -8 -13 -3 -7C2 -14 15 -12 15 -3C24 -5 27 8 18 8Z"/>`;
	const pale = mix(sky[2], time === 'night' ? '#9aa6cc' : '#ffffff', time === 'night' ? 0.3 : 0.6);
	if (weather === 'clear') return time === 'night' ? '' : puff(30, 20, 0.62, pale, 0.85) + puff(76, 38, 0.5, pale, 0.7);
	if (weather === 'rain' || weather === 'snow') {
		const dark = weather === 'rain' ? mix(sky[0], '#4a5568', 0.35) : mix(sky[0], pale, 0.35);
		const low = weather === 'rain' ? mix(dark, pale, 0.35) : mix(sky[0], pale, 0.75);
		return (
			[12, 60, 108, 150].map((x, index) => puff(x, index % 2 ? 7 : 4, 1.25, dark, 0.9)).join('') +
			[36, 84, 132].map(x => puff(x, 14, 0.8, low, 0.8)).join('')
		);
	}
	return (
		puff(24, 20, 0.95, pale, 0.9) +
		puff(82, 14, 1.1, mix(pale, sky[0], 0.35), 0.9) +
		puff(128, 34, 0.8, pale, 0.9) +
		puff(54, 44, 0.65, mix(pale, sky[0], 0.35), 0.8)
	);
}

/** Rain or snow over land and sky, the same in every token's square. */
export function fallSvg({time, weather}: Light): string {
	const colour = time === 'night' ? '#b9c9ee' : '#ffffff';
	const drop = stroke('M7 2L4 10M19 12L16 20', colour, 1.2);
	const flakes = fill(oval(4.5, 4.5, 1.9) + oval(14.5, 9, 1.1) + oval(20.5, 16.5, 1.7) + oval(8.5, 19, 1.2), '#ffffff');
	const square = {
		clear: '',
		cloudy: '',
		rain: `<g opacity="0.55">${drop}</g>`,
		snow: `<g opacity="${time === 'night' ? 0.75 : 0.9}">${flakes}</g>`,
	}[weather];
	if (square === '') return '';
	const starts = Array.from({length: tokensPerSide}, (_, index) => index * patch);
	return starts.flatMap(y => starts.map(x => `<g transform="translate(${x} ${y})">${square}</g>`)).join('');
}

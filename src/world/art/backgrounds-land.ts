import type {Place} from '../scene/scene.ts';
import {type Light, mix} from './backgrounds-light.ts';
import {box, fill, oval, stroke} from './sprites-parts.ts';

type Land = (light: Light) => string;
const blades = (x: number, y: number, colour: string) =>
	stroke(`M${x - 2.4} ${y - 2.2}L${x - 0.8} ${y}M${x} ${y - 3.4}V${y}M${x + 2.4} ${y - 2.2}L${x + 0.8} ${y}`, colour, 1);

const meadow: Land = ({tint, weather}) => {
	const bloom = (x: number, y: number, colour: string) => fill(oval(x, y, 1.7), tint(colour)) + fill(oval(x, y, 0.7), tint('#f7b733'));
	const blooms = [
		[9, 107],
		[38, 118],
		[57, 104],
		[86, 122],
		[106, 106],
		[134, 116],
		[20, 133],
		[66, 138],
		[117, 137],
	] as const;
	return (
		fill('M0 84Q34 58 74 76T144 66V144H0Z', tint('#a9d98a', 0.74)) +
		fill('M0 78Q22 70 52 86T144 84V144H0Z', tint('#8acb6c', 0.82)) +
		fill('M0 97Q48 84 92 95T144 93V144H0Z', tint('#74bb57', 0.9)) +
		fill('M0 122Q40 114 84 121T144 117V144H0Z', tint('#66ad4d', 0.97)) +
		[
			[24, 109],
			[74, 112],
			[126, 104],
			[46, 136],
			[96, 134],
			[139, 138],
			[6, 121],
		]
			.map(([x, y]) => blades(x!, y!, tint('#4f963f', 0.45)))
			.join('') +
		(weather === 'snow' ? '' : blooms.map(([x, y], index) => bloom(x, y, ['#ffffff', '#ffe27a', '#ffc1d8'][index % 3]!)).join(''))
	);
};

const beach: Land = ({tint, time}) => {
	const foam = tint('#eefaff');
	const leaf = tint('#58a86a', 0.35);
	return (
		fill('M0 71H144V110H0Z', tint('#43b3d6', 0.12)) +
		fill('M0 84H144V110H0Z', tint('#5cc6de', 0.16)) +
		stroke(
			'M8 77h12M52 76h9M88 79h13M122 77h10M28 88h10M70 90h12M112 88h10',
			mix(tint('#43b3d6'), time === 'sunset' ? '#ffe3b0' : '#ffffff', 0.45),
			1.2,
		) +
		fill('M12 72Q19 63 30 66Q38 66 42 72Z', tint('#e6cd93', 0.7)) +
		stroke('M27 66Q26 58 29 50', tint('#9a7350', 0.2), 2) +
		fill('M29 50Q22 45 17 50Q23 49 29 51Q21 52 20 58Q24 53 29 51Q34 53 36 59Q38 52 30 50.4Q36 48 41 52Q39 45 29 50Z', leaf) +
		fill('M0 100Q24 95 48 99T96 99T144 97V144H0Z', foam) +
		fill('M0 103Q24 98 48 102T96 102T144 100V144H0Z', tint('#f6deaa', 0.72)) +
		fill('M0 124Q40 118 80 124T144 121V144H0Z', tint('#edd095', 0.8)) +
		fill(
			oval(16, 114, 1) +
				oval(42, 111, 0.9) +
				oval(70, 117, 1) +
				oval(101, 111, 0.9) +
				oval(127, 116, 1) +
				oval(33, 134, 1) +
				oval(84, 136, 1) +
				oval(119, 133, 0.9),
			tint('#cfa96b', 0.5),
		) +
		fill('M55 131l1.6 3.2l3.5 0.4l-2.6 2.4l0.7 3.5l-3.2 -1.7l-3.2 1.7l0.7 -3.5l-2.6 -2.4l3.5 -0.4Z', tint('#f0906c', 0.45)) +
		fill('M97 133q4 -6 8 0q-1 2.4 -4 2.4t-4 -2.4Z', tint('#fff1e3', 0.3))
	);
};

const forest: Land = ({tint, weather}) => {
	const fir = (x: number, foot: number, size: number, colour: string) =>
		`<g transform="translate(${x} ${foot}) scale(${size})">` +
		fill('M-1.6 -5h3.2V2h-3.2Z', tint('#5d4636')) +
		fill('M0 -44L8 -29H4.6L11 -17H6.4L13.4 -4H-13.4L-6.4 -17H-11L-4.6 -29H-8Z', colour) +
		(weather === 'snow'
			? fill('M0 -44L5.4 -34Q2.6 -36.6 0 -34.4Q-2.6 -36.6 -5.4 -34Z', tint('#ffffff', 1)) +
				fill(
					'M-7.6 -28.6Q-4 -31 0 -28.8Q4 -31 7.6 -28.6L5 -28H-5ZM-10.6 -16.6Q-5 -20 0 -17Q5 -20 10.6 -16.6L7 -16.4H-7ZM-13 -3.6Q-6 -8 0 -4Q6 -8 13 -3.6Z',
					tint('#ffffff', 1),
				)
			: '') +
		'</g>';
	const row = (count: number, foot: number, size: number, colour: string, shift: number) =>
		Array.from({length: count}, (_, index) =>
			fir(shift + (index * 150) / (count - 1), foot + (index % 2) * 2, size * (index % 2 ? 0.86 : 1), colour),
		).join('');
	return (
		row(11, 84, 0.78, tint('#7fae98', 0.4), -3) +
		fill('M0 82Q72 76 144 82V144H0Z', tint('#6ba063', 0.8)) +
		row(9, 90, 0.96, tint('#4f8f74', 0.34), -6) +
		fir(1, 98, 1.62, tint('#2f7560', 0.28)) +
		fir(143, 98, 1.62, tint('#2f7560', 0.28)) +
		fill('M0 92Q70 86 144 92V144H0Z', tint('#5d9350', 0.9)) +
		fill('M0 124Q40 114 84 122T144 119V144H0Z', tint('#528746', 0.97)) +
		fill('M68 89.6Q74 99 66 107Q48 124 56 144H94Q80 126 89 111Q92 100 76 89.6Z', tint('#c8ab7c', 0.6)) +
		[
			[18, 110],
			[38, 102],
			[112, 108],
			[131, 101],
			[14, 138],
			[40, 132],
			[114, 136],
			[134, 130],
		]
			.map(([x, y]) => blades(x!, y!, tint('#3d7338', 0.45)))
			.join('')
	);
};

const desert: Land = ({tint}) => {
	const cactus = (x: number, foot: number, size: number, colour: string) =>
		`<g transform="translate(${x} ${foot}) scale(${size})">${stroke('M0 0V-20M0 -7H-5.4V-13M0 -10H5.4V-16', colour, 4)}</g>`;
	const rock = tint('#cf7d54', 0.3);
	return (
		fill('M-4 84L4 60H26L30 70H40L46 84ZM98 84L104 66H112L115 54H134L139 66L148 70V84Z', rock) +
		fill('M-4 72L0 66H29L31 70H40L42 76H1ZM100 78L102.6 71H114L116 62H136.6L138 67H112L108 78Z', tint('#b9653f', 0.3), 0.55) +
		fill('M0 80Q30 70 66 81T144 77V144H0Z', tint('#f5cf8a', 0.62)) +
		cactus(58, 84, 0.72, tint('#7fa06a', 0.3)) +
		cactus(90, 86, 0.55, tint('#7fa06a', 0.3)) +
		fill('M0 98Q40 80 88 96T144 90V144H0Z', tint('#edbd6f', 0.72)) +
		fill('M0 98Q40 80 88 96Q46 92 0 110Z', tint('#f8d998', 0.5), 0.8) +
		fill('M0 124Q54 104 110 120T144 114V144H0Z', tint('#e3ab59', 0.82)) +
		fill('M0 124Q54 104 110 120Q56 116 0 136Z', tint('#f2c67c', 0.6), 0.8) +
		stroke('M74 130q8 -3 16 0M100 137q8 -3 16 0M22 140q8 -3 16 0M118 104q7 -2.6 14 0', tint('#c98f45', 0.6), 1.1)
	);
};

const mountain: Land = ({tint}) => {
	const cap = tint('#fbfdff');
	return (
		fill('M-6 92L26 40L44 66L74 24L106 72L122 50L152 92Z', tint('#8f9cc0', 0.25)) +
		fill('M74 24L106 72L96 92H84L80 66L86 58L74 46ZM26 40L44 66L38 92H32L33 70L26 60ZM122 50L152 92H132L128 74Z', tint('#7583ab', 0.2)) +
		fill(
			'M74 24L62 41L67 46L72 41L76.6 49L81 43L88 45ZM26 40L17 54L22 58L26 53L30 59L35.6 54ZM122 50L114.6 60L119 63L122 59.6L126 64L130 61Z',
			cap,
		) +
		fill('M0 84Q20 74 44 83T96 82T144 80V144H0Z', tint('#7c9c86', 0.7)) +
		fill('M0 99Q44 87 90 96T144 94V144H0Z', tint('#8fb27a', 0.86)) +
		fill('M0 124Q50 114 98 121T144 118V144H0Z', tint('#7da26a', 0.96)) +
		[
			[14, 105, 1],
			[126, 103, 0.8],
			[64, 137, 1],
			[108, 134, 0.8],
		]
			.map(
				([x, y, size]) =>
					`<g transform="translate(${x} ${y}) scale(${size})">${fill('M-7 4Q-7 -3 -1 -4Q6 -4 8 4Z', tint('#a3a8b4', 0.5))}${fill('M2 -3.4Q7 -2 8 4H3Z', tint('#868c9c', 0.4))}</g>`,
			)
			.join('') +
		[
			[38, 110],
			[88, 107],
			[26, 136],
			[137, 136],
			[84, 128],
		]
			.map(([x, y]) => blades(x!, y!, tint('#5f8652', 0.45)))
			.join('')
	);
};

const town: Land = ({tint, time}) => {
	const lit = time === 'day' ? tint('#dceff7') : mix(tint('#ffe08a'), '#ffd978', time === 'night' ? 0.85 : 0.5);
	const block = (x: number, top: number, width: number, colour: string, roof: string, flat = false) => {
		const rows = Math.floor((92 - top) / 12);
		const windows = Array.from({length: rows * 2}, (_, index) =>
			box(x + width * (index % 2 ? 0.58 : 0.18), top + 5 + Math.floor(index / 2) * 12, width * 0.24, 6),
		).join('');
		const cap = flat
			? `M${x - 1} ${top - 3}h${width + 2}v4h${-width - 2}Z`
			: `M${x - 2} ${top + 1}L${x + width / 2} ${top - 11}L${x + width + 2} ${top + 1}Z`;
		return fill(`M${x} ${top}h${width}V100h${-width}Z`, tint(colour, 0.1)) + fill(windows, lit) + fill(cap, tint(roof, 0.8));
	};
	return (
		fill('M0 74H14V62H30V72H46V58H62V70H84V60H98V70H114V56H130V68H144V100H0Z', tint('#a9b6cf', 0.2)) +
		block(-2, 58, 20, '#e8b9a0', '#b0705c') +
		block(20, 68, 18, '#d9cfae', '#8a86a0', true) +
		block(40, 64, 18, '#b9c8d8', '#7c86a8') +
		block(60, 72, 22, '#e5cba6', '#b98a66', true) +
		block(84, 66, 18, '#cfb9cc', '#8d7396') +
		block(104, 70, 18, '#b8ccb4', '#7f9a86', true) +
		block(124, 60, 22, '#e6c3a4', '#aa6e5e') +
		fill('M0 94H144V144H0Z', tint('#d3ccc2', 0.72)) +
		fill('M0 94H144V97H0Z', tint('#b7afa6', 0.5)) +
		fill('M0 104H144V140H0Z', tint('#9aa0ad', 0.74)) +
		fill(Array.from({length: 6}, (_, index) => box(index * 24 + 5, 120.8, 14, 2.6, 1.3)).join(''), tint('#f4ecd2', 0.4)) +
		stroke('M12 98V103M36 98V103M60 98V103M84 98V103M108 98V103M132 98V103', tint('#b7afa6', 0.5), 1)
	);
};

/** The land of each place in a light, horizon to the bottom edge; it leaves the cells calm. */
export const lands: Readonly<Record<Place, Land>> = {meadow, beach, forest, desert, mountain, town};

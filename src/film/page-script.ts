/** The page's script, in plain JavaScript of the browser. Its data stands in `#film`. */
export const pageScript = `
'use strict';
(async () => {
	const find = id => document.getElementById(id);
	const {moments, grid, cells, final, previews, playMs} = JSON.parse(find('film').textContent);
	const [slider, play, where, times, text, cursor] = ['step', 'play', 'where', 'times', 'text', 'cursor'].map(find);
	const words = [...document.querySelectorAll('.word')].map(element => ({element, step: Number(element.dataset.step)}));
	const canvas = find('picture');
	const pen = canvas.getContext('2d');
	const load = async source => {
		const image = new Image();
		image.src = source;
		await image.decode();
		return image;
	};
	const [finalImage, ...previewImages] = await Promise.all([final, ...previews].map(load));

	// Codes decided at each moment: the data names those that change.
	const settled = [];
	for (const {changed} of moments) {
		const codes = settled.length > 0 ? [...settled[settled.length - 1]] : new Array(cells).fill(false);
		for (const code of changed) codes[code] = !codes[code];
		settled.push(codes);
	}

	function drawPicture(index) {
		const {width, height} = canvas;
		const {preview} = moments[index];
		const style = getComputedStyle(document.documentElement);
		const colour = name => style.getPropertyValue(name);
		const guess = index === moments.length - 1 ? finalImage : previewImages[preview];
		pen.drawImage(finalImage, 0, 0, width, height);
		for (let code = 0; code < cells; code++) {
			const edge = (at, parts, size) => Math.round(at * size / parts);
			const row = Math.floor(code / grid.columns);
			const column = code % grid.columns;
			const [left, right] = [edge(column, grid.columns, width), edge(column + 1, grid.columns, width)];
			const [top, bottom] = [edge(row, grid.rows, height), edge(row + 1, grid.rows, height)];
			const side = Math.min(right - left, bottom - top);
			if (!settled[index][code]) {
				pen.save();
				pen.beginPath();
				pen.rect(left, top, right - left, bottom - top);
				pen.clip();
				pen.fillStyle = colour('--veil');
				pen.fillRect(left, top, right - left, bottom - top);
				if (guess) {
					pen.globalAlpha = 0.34;
					pen.drawImage(guess, 0, 0, width, height);
					pen.globalAlpha = 1;
				}
				pen.fillStyle = colour('--dot');
				pen.beginPath();
				pen.arc((left + right) / 2, (top + bottom) / 2, Math.max(1, side / 22), 0, 7);
				pen.fill();
				pen.restore();
			} else if (index > 0 && !settled[index - 1][code] && index < moments.length - 1) {
				pen.strokeStyle = colour('--lit');
				pen.lineWidth = Math.max(1, side / 28);
				pen.strokeRect(left + pen.lineWidth / 2, top + pen.lineWidth / 2, right - left - pen.lineWidth, bottom - top - pen.lineWidth);
			}
		}
	}

	const percent = share => Math.floor(share * 100) + ' %';
	function show(index) {
		const {step, ms, text: textShare, image} = moments[index];
		const last = moments.length - 1;
		slider.value = index;
		for (const {element, step: decided} of words) {
			const isMasked = decided > step;
			element.classList.toggle('masked', isMasked);
			element.classList.toggle('new', decided === step && step > 0 && index < last);
			element.ariaHidden = String(isMasked);
		}
		const label = 'step ' + step + ' · ' + (ms / 1000).toFixed(2) + ' s · text ' + percent(textShare) + ' · picture ' + percent(image);
		where.value = label;
		slider.setAttribute('aria-valuetext', label);
		for (const end of ['x1', 'x2']) cursor.setAttribute(end, index / Math.max(1, last));
		drawPicture(index);
	}

	let playing = 0;
	function stop() {
		clearInterval(playing);
		playing = 0;
		play.textContent = 'Play';
	}
	function start() {
		if (Number(slider.value) === moments.length - 1) show(0);
		play.textContent = 'Pause';
		playing = setInterval(() => {
			show(Math.min(moments.length - 1, Number(slider.value) + 1));
			if (Number(slider.value) === moments.length - 1) stop();
		}, playMs);
	}
	const toggle = () => playing ? stop() : start();
	const go = index => {
		stop();
		show(Math.max(0, Math.min(moments.length - 1, index)));
	};

	play.addEventListener('click', toggle);
	slider.addEventListener('input', () => go(Number(slider.value)));
	times.addEventListener('change', () => text.classList.toggle('untimed', !times.checked));
	text.addEventListener('click', ({target}) => {
		const word = words.find(({element}) => element === target);
		if (word) go(Math.max(0, moments.findIndex(({step}) => step >= word.step)));
	});
	document.addEventListener('keydown', event => {
		const {key, target} = event;
		if (event.ctrlKey || event.metaKey || event.altKey) return;
		const keys = {ArrowLeft: -1, ArrowRight: 1, PageDown: -10, PageUp: 10, Home: -Infinity, End: Infinity};
		if (key in keys) go(Number(slider.value) + keys[key]);
		else if (key === ' ' && target !== play && target !== times) toggle();
		else if (key === 't') times.click();
		else return;
		event.preventDefault();
	});
	matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => drawPicture(Number(slider.value)));
	slider.disabled = play.disabled = false;
	show(moments.length - 1);
})();
`;

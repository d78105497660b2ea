/* The picture: what is decided of it, and choosing a part. */

const find = id => document.getElementById(id);
const canvas = find('canvas');
const region = find('region');

/** The pixels of an event's image. */
function imageOf({width, height, rgb}) {
	const bytes = Uint8Array.from(atob(rgb), letter => letter.charCodeAt(0));
	const image = new ImageData(width, height);
	for (let from = 0, to = 0; from < bytes.length; to += 4) {
		for (let channel = 0; channel < 3; channel++) image.data[to + channel] = bytes[from++];
		image.data[to + 3] = 255;
	}
	return image;
}

/** Make room for a picture of a model (px). */
export function setSize({grid, patch}) {
	const [width, height] = [grid.columns * patch, grid.rows * patch];
	if (canvas.width === width && canvas.height === height) return;
	canvas.width = width;
	canvas.height = height;
}

/** Draw a picture, with a veil over what is still masked. */
export function showPicture(event, {codes, grid, patch}) {
	const pen = canvas.getContext('2d');
	const image = imageOf(event);
	if (image.width !== canvas.width || image.height !== canvas.height) {
		canvas.width = image.width;
		canvas.height = image.height;
	}
	pen.putImageData(image, 0, 0);
	if (!codes) return;
	pen.fillStyle = getComputedStyle(document.documentElement).getPropertyValue('--veil');
	pen.globalAlpha = 0.72;
	codes.forEach((code, index) => {
		if (code === null) pen.fillRect((index % grid.columns) * patch, Math.floor(index / grid.columns) * patch, patch, patch);
	});
	pen.globalAlpha = 1;
}

/** A part in the picture's pixels, from two corners in cells. */
function partOf([x1, y1], [x2, y2], patch) {
	const [left, top] = [Math.min(x1, x2), Math.min(y1, y2)];
	return {x: left * patch, y: top * patch, width: (Math.abs(x1 - x2) + 1) * patch, height: (Math.abs(y1 - y2) + 1) * patch};
}

function mark(part) {
	region.hidden = part === undefined;
	if (!part) return;
	const scale = 100 / canvas.width;
	const down = 100 / canvas.height;
	Object.assign(region.style, {
		left: `${part.x * scale}%`,
		top: `${part.y * down}%`,
		width: `${part.width * scale}%`,
		height: `${part.height * down}%`,
	});
}

/** Let a part be chosen by dragging, or by keys. `cells` tells the model's grid and patch, or nothing while there is no picture. */
export function choosePart(cells, onChoose) {
	let start;
	let cursor = [0, 0];
	let anchor = cursor;
	const cellAt = ({clientX, clientY}, {grid}) => {
		const box = canvas.getBoundingClientRect();
		const at = (value, parts) => Math.min(parts - 1, Math.max(0, Math.floor(value * parts)));
		return [at((clientX - box.left) / box.width, grid.columns), at((clientY - box.top) / box.height, grid.rows)];
	};
	canvas.addEventListener('pointerdown', event => {
		const model = cells();
		if (!model) return;
		start = cellAt(event, model);
		canvas.setPointerCapture(event.pointerId);
		mark(partOf(start, start, model.patch));
	});
	canvas.addEventListener('pointermove', event => {
		const model = cells();
		if (start && model) mark(partOf(start, cellAt(event, model), model.patch));
	});
	const end = event => {
		const model = cells();
		if (start && model && event.type === 'pointerup') onChoose(partOf(start, cellAt(event, model), model.patch));
		start = undefined;
		mark(undefined);
	};
	canvas.addEventListener('pointerup', end);
	canvas.addEventListener('pointercancel', end);
	canvas.addEventListener('keydown', event => {
		const model = cells();
		const move = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]}[event.key];
		if (!model) return;
		if (event.key === 'Escape') mark(undefined);
		if (event.key === 'Enter') {
			onChoose(partOf(anchor, cursor, model.patch));
			mark(undefined);
		}
		if (!move) return;
		event.preventDefault();
		const {columns, rows} = model.grid;
		cursor = [Math.min(columns - 1, Math.max(0, cursor[0] + move[0])), Math.min(rows - 1, Math.max(0, cursor[1] + move[1]))];
		if (!event.shiftKey) anchor = cursor;
		mark(partOf(anchor, cursor, model.patch));
	});
	canvas.addEventListener('blur', () => mark(undefined));
}

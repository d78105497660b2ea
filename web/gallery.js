/* The pictures that the server keeps. */
import {askJson, pictureOf} from './server.js';

const find = id => document.getElementById(id);
const addresses = new Map();

/** Show the finished pictures, the latest first. */
export async function showGallery(onChoose) {
	const {data} = await askJson('/v1/runs');
	const done = data.filter(({status}) => status === 'done');
	for (const {id} of done) if (!addresses.has(id)) addresses.set(id, await pictureOf(id));
	for (const [id, address] of addresses) {
		if (done.some(run => run.id === id)) continue;
		URL.revokeObjectURL(address);
		addresses.delete(id);
	}
	find('shelf').hidden = done.length === 0;
	find('gallery').replaceChildren(...done.map(run => item(run, onChoose)));
}

function item({id, instruction, seed}, onChoose) {
	const [row, button, image] = ['li', 'button', 'img'].map(name => document.createElement(name));
	image.src = addresses.get(id);
	image.alt = '';
	button.type = 'button';
	button.title = `${instruction}, seed ${seed}`;
	button.append(image, instruction.length > 60 ? `${instruction.slice(0, 60)}…` : instruction);
	button.addEventListener('click', () => onChoose(id));
	row.append(button);
	return row;
}

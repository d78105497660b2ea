/* The thought: words that fill in, each a button. */

const find = id => document.getElementById(id);
const mask = '░';
let shown = [];

/** Show the thought; words that are new are lit. */
export function showWords(text, onChoose) {
	const words = text.split(/\s+/).filter(word => word !== '');
	const line = find('words');
	const elements = words.map((word, index) => {
		const before = line.children[index];
		if (shown[index] === word && before) {
			before.classList.remove('new');
			return before;
		}
		return word.includes(mask) ? masked() : button(word, onChoose);
	});
	const focused = document.activeElement;
	const place = [...line.children].indexOf(focused);
	if (elements.length !== line.children.length || elements.some((element, index) => element !== line.children[index]))
		line.replaceChildren(...elements.flatMap(element => [element, ' ']));
	if (place !== -1 && elements[place] instanceof HTMLButtonElement) elements[place].focus();
	shown = words;
}

function masked() {
	const element = document.createElement('span');
	element.className = 'masked';
	element.setAttribute('role', 'img');
	element.setAttribute('aria-label', 'not decided yet');
	return element;
}

function button(word, onChoose) {
	const element = document.createElement('button');
	element.type = 'button';
	element.className = 'word new';
	element.textContent = word;
	element.addEventListener('click', () => {
		leaveWords();
		element.classList.add('chosen');
		// The marks around a word are no part of it.
		onChoose(word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''));
	});
	return element;
}

/** No word is chosen any more. */
export function leaveWords() {
	for (const word of document.querySelectorAll('.word.chosen')) word.classList.remove('chosen');
}

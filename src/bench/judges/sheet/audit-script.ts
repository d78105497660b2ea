/** Keys of the audit sheet. Scores are kept in the browser until they are saved, so that a closed window loses nothing. */
export const auditScript = `
const sheet = document.querySelector('main').dataset.sheet;
const cards = [...document.querySelectorAll('.card')];
const place = 'mmada-audit-' + sheet;
const read = () => {
	try {
		return JSON.parse(localStorage.getItem(place)) || {};
	} catch {
		return {};
	}
};
const scores = read();
let [at, question] = [0, 0];
const fields = card => [...card.querySelectorAll('fieldset')];
const keyOf = (card, field) => JSON.stringify([card.dataset.item, field.dataset.axis]);
const all = () => cards.flatMap(card => fields(card).map(field => ({card, field, key: keyOf(card, field)})));
const show = () => {
	cards.forEach((card, index) => card.classList.toggle('now', index === at));
	const card = cards[at];
	if (!card) return;
	fields(card).forEach((field, index) => {
		field.classList.toggle('now', index === question);
		for (const button of field.querySelectorAll('button'))
			button.setAttribute('aria-pressed', String(scores[keyOf(card, field)] === Number(button.dataset.score)));
	});
	const done = all().filter(({key}) => scores[key]).length;
	document.querySelector('output').textContent = 'item ' + (at + 1) + ' of ' + cards.length + ' · ' + done + ' of ' + all().length + ' scores';
};
const moveItem = by => {
	at = Math.min(cards.length - 1, Math.max(0, at + by));
	question = 0;
	scrollTo(0, 0);
};
const moveQuestion = by => {
	const last = fields(cards[at]).length - 1;
	if (question + by > last && at < cards.length - 1) return moveItem(1);
	question = Math.min(last, Math.max(0, question + by));
};
const score = value => {
	const key = keyOf(cards[at], fields(cards[at])[question]);
	if (value) scores[key] = value;
	else delete scores[key];
	try {
		localStorage.setItem(place, JSON.stringify(scores));
	} catch {
		// Kept until the window closes.
	}
	moveQuestion(1);
};
const cell = text => (/[",;\\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text);
const csv = () =>
	['sheet,item,axis,score', ...all().filter(({key}) => scores[key]).map(({card, field, key}) => [sheet, cell(card.dataset.item), field.dataset.axis, scores[key]].join(','))].join('\\n') + '\\n';
const save = () => {
	const link = document.createElement('a');
	link.href = URL.createObjectURL(new Blob([csv()], {type: 'text/csv'}));
	link.download = 'audit-' + sheet + '.csv';
	link.click();
};
const nextOpen = () => {
	const next = all().find(({key}) => !scores[key]);
	if (!next) return;
	at = cards.indexOf(next.card);
	question = fields(next.card).indexOf(next.field);
};
document.addEventListener('keydown', event => {
	if (event.ctrlKey || event.metaKey || event.altKey) return;
	const act = {
		ArrowLeft: () => moveItem(-1),
		ArrowRight: () => moveItem(1),
		ArrowUp: () => moveQuestion(-1),
		ArrowDown: () => moveQuestion(1),
		0: () => score(0),
		u: nextOpen,
		s: save,
	}[event.key] ?? (/^[1-5]$/.test(event.key) ? () => score(Number(event.key)) : undefined);
	if (!act) return;
	event.preventDefault();
	act();
	show();
});
document.addEventListener('click', event => {
	const button = event.target.closest('button');
	if (!button) return;
	if (button.id === 'save') return save();
	question = fields(cards[at]).indexOf(button.closest('fieldset'));
	score(Number(button.dataset.score));
	show();
});
show();
`;

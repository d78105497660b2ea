/* The page: ask for a run, watch it, steer it. */
import {showGallery} from './gallery.js';
import {choosePart, setSize, showPicture} from './picture.js';
import {ask, askJson, eventsOf, pictureOf} from './server.js';
import {leaveWords, showWords} from './words.js';

const find = id => document.getElementById(id);

/** The run that is shown. */
let shown;
/** The picture to change: a file. */
let input;
let chosenWord = '';
const drawExample = find('instruction').placeholder;
const changeExample = 'let it snow, and paint the house pink';

function say(text, isFault = false) {
	// The server wants to be agreed with, as for a picture that the model was not made for: here there is a button for it.
	const button = `“${find('agree').textContent}”`;
	const asksAgreement = isFault && text.includes('`yes`');
	find('status').textContent = text.replace('add `yes`', `press ${button}`).replace('Give `yes`', `Press ${button}`);
	find('status').classList.toggle('fault', isFault);
	find('agree').hidden = !asksAgreement;
}

/** Do something, and show what goes wrong. */
const attempt = work => async event => {
	event?.preventDefault?.();
	try {
		await work(event);
	} catch (error) {
		say(error.message, true);
	}
};

function setInput(file) {
	input = file;
	find('input').hidden = file === undefined;
	find('drop').hidden = file !== undefined;
	const picture = find('input-picture');
	if (picture.src.startsWith('blob:')) URL.revokeObjectURL(picture.src);
	picture.hidden = file === undefined;
	find('input-name').textContent = file?.name ?? '';
	if (file) picture.src = URL.createObjectURL(file);
	find('draw').textContent = file ? 'Change' : 'Draw';
	find('instruction').placeholder = file ? changeExample : drawExample;
}

/** Take a picture out of what was dropped or chosen, or say why there is none. */
function takeFiles(files) {
	const [first, ...more] = files;
	find('file').value = '';
	if (!first) return say('That is no file: drop a picture file, or save the picture first.', true);
	const file = files.find(({type}) => type.startsWith('image/'));
	if (!file) return say(`\`${first.name}\` is no picture.`, true);
	setInput(file);
	say(more.length > 0 ? `One picture is changed at a time: it is \`${file.name}\`.` : '');
}

async function draw({isAgreed = false} = {}) {
	const form = new FormData();
	form.set('prompt', find('instruction').value);
	if (find('seed').value !== '') form.set('seed', find('seed').value);
	if (isAgreed) form.set('yes', 'true');
	if (input) form.set('image', input, 'picture.png');
	say('asking');
	await follow((await askJson('/v1/runs', {method: 'POST', body: form})).id);
}

/** Show a run from its beginning, and follow it to its end. */
async function follow(id) {
	shown?.leaving.abort();
	const run = {id, leaving: new AbortController(), isOver: false, isPaused: false};
	shown = run;
	hideChange();
	find('notices').replaceChildren();
	find('stage').hidden = false;
	find('save').href = '#save';
	update(run);
	say('waiting for its turn');
	// In a low window it begins below its end.
	find('stage').scrollIntoView({block: 'nearest'});
	try {
		for await (const [type, data] of eventsOf(id, run.leaving.signal)) {
			if (shown !== run) return;
			hear(run, type, data);
		}
	} catch (error) {
		if (!run.leaving.signal.aborted) throw error;
	}
}

function hear(run, type, event) {
	if (type === 'started') {
		Object.assign(run, {model: event.model, steps: event.settings.steps, seed: event.settings.seed, codes: undefined});
		setSize(event.model);
		tell(event.notices);
	}
	if (type === 'step' || type === 'steered') {
		Object.assign(run, {codes: event.codes, step: event.step, steps: event.of ?? run.steps, isPaused: run.isPaused && type === 'steered'});
		showWords(event.text, chooseWord);
		say(`step ${event.step} of ${run.steps}`);
	}
	if (type === 'paused') {
		run.isPaused = true;
		say(`held at step ${event.step}: choose a word or a part, then go on`);
	}
	if (type === 'preview') showPicture(event.image, {codes: run.codes, ...run.model});
	if (type === 'finished') {
		showPicture(event.image, {});
		showWords(event.text, chooseWord);
	}
	if (type === 'ended') ended(run, event);
	update(run);
}

function ended(run, {status, error, notices, findings, step}) {
	run.isOver = true;
	run.isPaused = false;
	tell([...notices, ...findings]);
	if (error) say(error.message, true);
	else say(status === 'done' ? 'done: choose a word or a part to change it further' : `stopped at step ${step}`);
	if (status === 'done') finish(run);
}

const finish = attempt(async run => {
	const address = await pictureOf(run.id);
	if (shown === run) find('save').href = address;
	await showGallery(id => attempt(follow)(id));
});

const tell = notices =>
	find('notices').replaceChildren(...notices.map(text => Object.assign(document.createElement('li'), {textContent: text})));

function update(run) {
	find('hold').textContent = run.isPaused ? 'Go on' : 'Hold';
	find('hold').hidden = run.isOver;
	find('cancel').hidden = run.isOver;
	find('next').hidden = !run.isOver;
	find('save').hidden = !run.isOver;
	find('facts').textContent = run.seed === undefined ? '' : `seed ${run.seed}`;
}

function hideChange() {
	find('change').hidden = true;
	leaveWords();
}

function chooseWord(word) {
	if (word === '') return;
	chosenWord = word;
	find('change').hidden = false;
	find('change-from').textContent = word;
	find('change-to').value = '';
	find('change-to').focus();
	if (shown.isOver || shown.isPaused) return;
	// It may be changed before the run tells that it holds.
	shown.isHeldForChoice = true;
	attempt(async () => command('pause'))();
}

const command = async name => askJson(`/v1/runs/${shown.id}/${name}`, {method: 'POST'});

/** Change the run: between two of its steps while it runs, else as a run that goes on from its last. */
async function steer(request) {
	hideChange();
	if (shown.isOver) {
		await follow((await askJson('/v1/runs', {method: 'POST', body: {from: {run: shown.id}, steering: [request]}})).id);
		return;
	}
	await ask(`/v1/runs/${shown.id}/steer`, {method: 'POST', body: request});
	await goOn();
}

/** Let a run go on that is held. */
async function goOn() {
	if (shown.isOver || !(shown.isPaused || shown.isHeldForChoice)) return;
	shown.isHeldForChoice = false;
	await command('resume');
}

const isAgreed = () => find('change-agreed').checked;

find('ask').addEventListener(
	'submit',
	attempt(async () => draw()),
);
find('agree').addEventListener(
	'click',
	attempt(async () => draw({isAgreed: true})),
);
find('instruction').addEventListener('keydown', event => {
	if (event.key === 'Enter' && !event.shiftKey) {
		event.preventDefault();
		find('ask').requestSubmit();
	}
});
find('change').addEventListener(
	'submit',
	attempt(async () => steer({type: 'replace', from: chosenWord, to: find('change-to').value, isAgreed: isAgreed()})),
);
find('change-forget').addEventListener(
	'click',
	attempt(async () => steer({type: 'forget', words: chosenWord, isAgreed: isAgreed()})),
);
const leave = attempt(async () => {
	hideChange();
	await goOn();
});
find('change-leave').addEventListener('click', leave);
find('change').addEventListener('keydown', event => {
	if (event.key === 'Escape') leave(event);
});
find('hold').addEventListener(
	'click',
	attempt(async () => command(shown.isPaused ? 'resume' : 'pause')),
);
find('cancel').addEventListener(
	'click',
	attempt(async () => command('cancel')),
);
find('next').addEventListener(
	'click',
	attempt(async () => {
		const {id} = shown;
		setInput(new File([await (await ask(`/v1/runs/${id}/picture`)).blob()], 'this picture', {type: 'image/png'}));
		find('instruction').value = '';
		find('instruction').focus();
	}),
);
find('file').addEventListener('change', () => {
	const {files} = find('file');
	if (files.length > 0) takeFiles([...files]);
});
// A browser does not show all that the server reads.
find('input-picture').addEventListener('error', () => {
	find('input-picture').hidden = true;
});
find('input-clear').addEventListener('click', () => setInput(undefined));
document.addEventListener('dragover', event => {
	// Text that is dragged into the instruction is the browser's own affair.
	if (!event.dataTransfer.types.includes('Files') && event.target.matches('textarea, input')) return;
	event.preventDefault();
	document.body.classList.add('dragging');
});
document.addEventListener('dragleave', event => {
	// It also leaves each element that it passes over.
	if (!event.relatedTarget) document.body.classList.remove('dragging');
});
document.addEventListener('drop', event => {
	if (!event.dataTransfer.types.includes('Files') && event.target.matches('textarea, input')) return;
	event.preventDefault();
	document.body.classList.remove('dragging');
	takeFiles([...event.dataTransfer.files]);
});
choosePart(
	() => shown?.model,
	part => attempt(async () => steer({type: 'forgetRegion', ...part}))(),
);

attempt(async () => {
	const {data} = await askJson('/v1/models');
	find('model').textContent = data.map(({id}) => id).join(', ');
	await showGallery(id => attempt(follow)(id));
})();

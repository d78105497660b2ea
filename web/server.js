/* Requests to the server of this page. */

const find = id => document.getElementById(id);
let token = sessionStorage.getItem('token') ?? '';

/** Ask for the token; the promise ends when it is given. */
async function askToken() {
	const dialog = find('token');
	if (!dialog.open) dialog.showModal();
	await new Promise(resolve => dialog.addEventListener('close', resolve, {once: true}));
	token = find('token-text').value.trim();
	sessionStorage.setItem('token', token);
}

/** A request, with the token where there is one. Throws an Error with the server's own sentence. */
export async function ask(path, {method = 'GET', body, headers = {}, signal} = {}) {
	const isJson = body !== undefined && !(body instanceof FormData);
	const sent = {
		method,
		signal,
		headers: {
			...headers,
			...(isJson && {'content-type': 'application/json'}),
			...(token !== '' && {authorization: `Bearer ${token}`}),
		},
		...(body !== undefined && {body: isJson ? JSON.stringify(body) : body}),
	};
	const response = await fetch(path, sent);
	if (response.ok) return response;
	if (response.status === 401) {
		await askToken();
		return ask(path, {method, body, headers, signal});
	}
	const told = await response.json().catch(() => undefined);
	throw new Error(told?.error?.message ?? `The server answered ${response.status}.`);
}

export const askJson = async (path, options) => (await ask(path, options)).json();

/** The address of a picture of the server, for this page only. */
export const pictureOf = async id => URL.createObjectURL(await (await ask(`/v1/runs/${id}/picture`)).blob());

/** The events of a run as they come, as `[type, data]`. */
export async function* eventsOf(id, signal) {
	const response = await ask(`/v1/runs/${id}/events`, {signal, headers: {accept: 'text/event-stream'}});
	let rest = '';
	for await (const chunk of readable(response.body.pipeThrough(new TextDecoderStream()))) {
		const blocks = (rest + chunk).split('\n\n');
		rest = blocks.pop();
		for (const block of blocks) {
			const type = /^event: (.*)$/m.exec(block)?.[1];
			const data = /^data: (.*)$/m.exec(block)?.[1];
			if (type && data) yield [type, JSON.parse(data)];
		}
	}
}

/** Not every browser iterates streams. */
async function* readable(stream) {
	const reader = stream.getReader();
	try {
		for (;;) {
			const {done, value} = await reader.read();
			if (done) return;
			yield value;
		}
	} finally {
		await reader.cancel().catch(() => {});
	}
}

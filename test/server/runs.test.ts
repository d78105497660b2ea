import {expect, test} from 'vitest';
import {readOrigin} from '../../src/picture/read-origin.ts';
import {dataUrl, eventsOf, pictureFile, postJson, quick, serverPlace} from './place.ts';

const at = serverPlace({isSlow: true});
const few = {steps: 12, image_steps: 12};
const endless = {steps: 4000, image_steps: 4000};

type Facts = {readonly id: string; readonly status: string; readonly step: number; readonly reasoning: string; readonly is_paused: boolean};
const factsFrom = async (response: Response | Promise<Response>) => (await (await response).json()) as Facts;
const start = async (fields: object) => postJson(`${at.address}/v1/runs`, {prompt: 'a red cat', seed: 3, ...fields});
const started = async (fields: object) => factsFrom(start(fields));
const post = async (id: string, path: string, body: object = {}) => postJson(`${at.address}/v1/runs/${id}/${path}`, body);
const facts = async (id: string) => factsFrom(fetch(`${at.address}/v1/runs/${id}`));
const events = async (id: string) => eventsOf(await fetch(`${at.address}/v1/runs/${id}/events`));
const until = async (id: string, holds: (facts: Facts) => boolean) => {
	while (!holds(await facts(id)));
};

test('a run tells its events in order, then its end; its picture and transcript are there', async () => {
	const {id, status} = await started(few);
	expect(['waiting', 'drawing']).toContain(status);
	const told = await events(id);
	expect(told[0]?.event).toBe('started');
	expect(told.flatMap(({event, data}) => (event === 'step' ? [data.step] : []))).toEqual(Array.from({length: 12}, (_, step) => step + 1));
	expect(told.at(-1)).toMatchObject({event: 'ended', data: {id, status: 'done', seed: 3}});
	const picture = await fetch(`${at.address}/v1/runs/${id}/picture`);
	expect(await readOrigin(new Uint8Array(await picture.arrayBuffer()), '')).toMatchObject({settings: {seed: 3, steps: 12}});
	const transcript = await (await fetch(`${at.address}/v1/runs/${id}/transcript`)).json();
	expect(transcript).toMatchObject({format: 'mmada-transcript'});
	const lasting = (all: typeof told) => all.filter(({event}) => event !== 'preview').map(({data}) => JSON.stringify(data).slice(0, 500));
	expect(lasting(await events(id))).toEqual(lasting(told));
	const rest = await eventsOf(await fetch(`${at.address}/v1/runs/${id}/events`, {headers: {'last-event-id': '5'}}));
	expect(rest.length).toBeLessThan(told.length);
	expect(lasting(rest)).toEqual(lasting(told).slice(-lasting(rest).length));
});

test('a run is held, changed, taken on by a step, and resumed', async () => {
	const {id} = await started({...endless});
	const listening = fetch(`${at.address}/v1/runs/${id}/events`);
	await until(id, ({step}) => step > 0);
	expect((await post(id, 'pause')).status).toBe(200);
	await until(id, ({is_paused}) => is_paused);
	const held = await facts(id);
	expect((await post(id, 'steer', {type: 'forgetRegion', x: 0, y: 0, width: 16, height: 16})).status).toBe(200);
	const refused = await post(id, 'steer', {type: 'forget', words: 'balloon balloon balloon balloon'});
	expect(refused.status).toBe(400);
	for (const body of [{}, {type: 'nothing'}, {type: 'forgetRegion', x: -1, y: 0, width: 1, height: 1}, {type: 'replace', from: 1}])
		expect((await post(id, 'steer', body)).status).toBe(400);
	expect((await facts(id)).step).toBe(held.step);
	await post(id, 'step');
	await until(id, ({step, is_paused}) => step === held.step + 1 && is_paused);
	await post(id, 'resume');
	await until(id, ({step}) => step > held.step + 1);
	expect((await post(id, 'cancel')).status).toBe(200);
	const told = await eventsOf(await listening);
	expect(told.map(({event}) => event)).toContain('steered');
	expect(told.at(-1)).toMatchObject({event: 'ended', data: {status: 'cancelled'}});
	expect((await post(id, 'steer', {type: 'forgetRegion', x: 0, y: 0, width: 16, height: 16})).status).toBe(409);
});

test('a finished run goes on as another from one of its steps, with a change', async () => {
	const {id} = await started(few);
	const first = await events(id);
	const change = {type: 'forgetRegion', x: 0, y: 0, width: 48, height: 48};
	const next = await started({from: {run: id, step: 6}, steering: [change]});
	const told = await events(next.id);
	expect(told.at(-1)).toMatchObject({data: {status: 'done'}});
	const stepsOf = (all: typeof told) => all.filter(({event, data}) => event === 'step' && Number(data.step) <= 6);
	expect(stepsOf(told)).toEqual(stepsOf(first));
	expect(told.filter(({event}) => event === 'steered')).toMatchObject([{data: {step: 6, intervention: {type: 'maskCodes'}}}]);
	expect((await start({from: {run: id, step: 400}, steering: [change]})).status).toBe(400);
	expect((await start({from: {run: id}, steering: []})).status).toBe(400);
	expect((await start({from: {run: 'none'}, steering: [change]})).status).toBe(404);
});

test('a run edits a picture that is sent, and none that is named', async () => {
	const {id} = await started({...quick, image: dataUrl(await pictureFile())});
	expect((await events(id)).at(-1)).toMatchObject({data: {status: 'done', task: 'edit'}});
	expect((await start({image: '/etc/passwd'})).status).toBe(400);
});

test('a run that cannot be says why, in its answer or at its end', async () => {
	expect((await start({prompt: ''})).status).toBe(400);
	expect((await start({steps: 0})).status).toBe(400);
	const {id} = await started({...few, prompt: 'a wombat', strict: true});
	const [ended, ...others] = await events(id);
	expect(others).toEqual([]);
	expect(ended).toMatchObject({event: 'ended', data: {status: 'failed', error: {message: expect.stringMatching(/wombat/)}}});
	expect((await fetch(`${at.address}/v1/runs/${id}/picture`)).status).toBe(409);
});

test('a run that waits is given up, and one that is forgotten is gone', async () => {
	const [one, two] = [await started(endless), await started(few)];
	await post(two.id, 'cancel');
	await until(two.id, ({status}) => status === 'cancelled');
	expect((await fetch(`${at.address}/v1/runs/${one.id}`, {method: 'DELETE'})).status).toBe(200);
	expect((await fetch(`${at.address}/v1/runs/${one.id}`)).status).toBe(404);
	expect((await events((await started(few)).id)).at(-1)).toMatchObject({data: {status: 'done'}});
});

test('the list has the latest first', async () => {
	const {id} = await started(few);
	const {data} = (await (await fetch(`${at.address}/v1/runs`)).json()) as {data: Facts[]};
	expect(data[0]?.id).toBe(id);
	await events(id);
	expect(at.bugs).toEqual([]);
});

import {expect, test} from 'vitest';
import type {DoneRun} from '../../src/app/do-run.ts';
import {followRun} from '../../src/app/follow-run.ts';
import {createSteeredRuns, type RunPart} from '../../src/app/steered-runs.ts';
import type {Run} from '../../src/engine/engine.ts';
import type {RunEvent} from '../../src/events/events.ts';
import {goOnFrom, joinRuns} from '../../src/journal/continue-run.ts';
import type {Job} from '../../src/run/job.ts';
import {run as startFake} from '../engine/fake-runs.ts';

const settings = {steps: 8};

type Watched = {readonly told: RunEvent[]; readonly parts: RunPart[]; readonly runs: ReturnType<typeof createSteeredRuns>};

/** Runs of the engine of the tests, each of which goes on from what it is told. */
function steeredRuns(change: Partial<Job> = {}, {isHeld = false} = {}): Watched {
	const parts: RunPart[] = [];
	const runs = createSteeredRuns(
		async (part): Promise<DoneRun> => {
			parts.push(part);
			await using one: Run = startFake('passMs=5', {settings, ...change, ...(part.before && goOnFrom(part.before))});
			const joined = part.before ? {...one, events: joinRuns(part.before, one.events)} : one;
			const followed = await part.watch(one, tell => followRun(joined, {tell}));
			const isComplete = followed.run?.end === 'complete';
			return {...followed, isComplete, isSaved: isComplete && !part.isLeft(), findings: [], problem: undefined, hint: undefined};
		},
		{isHeld},
	);
	return {told: [], parts, runs};
}

/** Follow them, and do something as soon as an event says so, once. */
async function follow({told, runs}: Watched, when: (event: RunEvent) => boolean, act: () => Promise<void>): Promise<DoneRun> {
	let acting: Promise<void> | undefined;
	const done = await runs.follow(event => {
		told.push(event);
		if (!acting && when(event)) acting = act();
	});
	await acting;
	return done;
}
const isStep = (count: number) => (event: RunEvent) => event.type === 'step' && event.step === count;
const steeredIn = (events: readonly RunEvent[]) => events.filter(event => event.type === 'steered');

test('a look holds the run and tells its words; going on without a change leaves it the run that it was', async () => {
	const plain = steeredRuns();
	const expected = await follow(
		plain,
		() => false,
		async () => {},
	);
	const watched = steeredRuns();
	const {host} = watched.runs.hold;
	const done = await follow(watched, isStep(3), async () => {
		const look = await host.look();
		expect(look.words).toHaveLength(10);
		expect(look.step).toBeGreaterThanOrEqual(3);
		await host.goOn([]);
	});
	expect(watched.told.some(({type}) => type === 'paused')).toBe(true);
	expect(done.run).toMatchObject({textIds: expected.run?.textIds, codes: expected.run?.codes});
	expect(watched.runs.isChanged()).toBe(false);
	expect(watched.parts).toHaveLength(1);
});

test('changes are made where it is held, by a person, and it goes on', async () => {
	const watched = steeredRuns();
	const {host} = watched.runs.hold;
	const done = await follow(watched, isStep(4), async () => {
		const {words} = await host.look();
		const agreed = await host.agree({type: 'write', word: words[0]!, text: 'w7'});
		expect(agreed.written).toContainEqual({row: 0, id: 7});
		await host.goOn([{type: 'writeWords', words: agreed.written}]);
	});
	expect(steeredIn(done.events)[0]).toMatchObject({by: 'person', intervention: {type: 'writeWords'}});
	expect(done.run?.textIds[0]).toBe(7);
	expect(watched.runs.isChanged()).toBe(true);
	expect(watched.parts).toHaveLength(1);
});

test('from an earlier step another run takes the place of the first, which is left; what it was until then it stays', async () => {
	const watched = steeredRuns();
	const {host, seek} = watched.runs.hold;
	const done = await follow(watched, isStep(5), async () => {
		const {step} = await host.look();
		seek(2 - step);
		expect((await host.look()).step).toBe(2);
		await host.goOn([{type: 'maskCodes', rows: [0, 1, 2]}]);
	});
	const [first, second] = watched.parts;
	expect(watched.parts).toHaveLength(2);
	expect(first?.before).toBeUndefined();
	expect(second?.before?.filter(({type}) => type === 'step')).toHaveLength(2);
	expect(steeredIn(done.events)).toEqual([expect.objectContaining({step: 2, by: 'person'})]);
	expect(done.run?.end).toBe('complete');
	const steps = done.events.flatMap(event => (event.type === 'step' ? [event.step] : []));
	expect(steps).toEqual(steps.map((_, index) => index + 1));
});

test('an earlier step that is only looked at is left for the present by going on', async () => {
	const watched = steeredRuns();
	const {host, seek} = watched.runs.hold;
	const done = await follow(watched, isStep(5), async () => {
		const {step} = await host.look();
		seek(1 - step);
		await host.look();
		await host.goOn([]);
	});
	expect(watched.parts).toHaveLength(1);
	expect(steeredIn(done.events)).toEqual([]);
	expect(done.run?.end).toBe('complete');
});

test('a change that cannot be made is refused, and the run is held as it was', async () => {
	const watched = steeredRuns();
	const {host, resume} = watched.runs.hold;
	const done = await follow(watched, isStep(3), async () => {
		const {words} = await host.look();
		await expect(host.goOn([{type: 'maskCodes', rows: [99]}])).rejects.toThrow('There is no image row 99; rows are 0 to 11.');
		await expect(host.agree({type: 'write', word: words[0]!, text: 'w7 w8'})).rejects.toThrow('"w7 w8" takes 2 places in the thought, and');
		resume();
	});
	expect(steeredIn(done.events)).toEqual([]);
	expect(watched.runs.isChanged()).toBe(false);
});

test('words that fit in a place are those that begin so, and none for a word of several places', async () => {
	const watched = steeredRuns();
	const {host} = watched.runs.hold;
	await follow(watched, isStep(3), async () => {
		const {words} = await host.look();
		const found = await host.complete(words[0]!, 'w1');
		expect(found.length).toBeGreaterThan(5);
		for (const word of found) expect(word).toMatch(/^w1/);
		expect(await host.complete({...words[0]!, length: 2}, 'w1')).toEqual([]);
		await host.goOn([]);
	});
});

test('a run that begins held takes no step before it is looked at', async () => {
	const watched = steeredRuns({}, {isHeld: true});
	const done = await follow(
		watched,
		event => event.type === 'paused',
		async () => {
			expect((await watched.runs.hold.host.look()).step).toBeLessThanOrEqual(1);
			await watched.runs.hold.host.goOn([]);
		},
	);
	expect(done.run?.end).toBe('complete');
});

test('a run that is stopped while it is held ends there', async () => {
	const watched = steeredRuns();
	const done = await follow(watched, isStep(3), async () => {
		await watched.runs.hold.host.look();
		watched.runs.stop();
	});
	expect(done.run?.end).toBe('cancelled');
	expect(watched.parts).toHaveLength(1);
});

test('runs of the recipe official are not changed, and it is said why', async () => {
	const watched = steeredRuns({settings: {...settings, recipe: 'official'}});
	let refused: unknown;
	await follow(watched, isStep(2), async () => {
		refused = await watched.runs.hold.host.look().catch((error: unknown) => error);
		watched.runs.stop();
	}).catch((error: unknown) => {
		refused ??= error;
	});
	expect(refused).toMatchObject({name: 'UserError'});
});

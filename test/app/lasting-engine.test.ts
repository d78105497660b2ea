import {expect, test} from 'vitest';
import {createLastingEngine} from '../../src/app/lasting-engine.ts';
import {temporaryFolder} from '../model/recipe.ts';
import {writeTinyStorybook} from '../model/tiny-storybook.ts';

test('an engine stays while it runs and suits; another opens for another size or after a death, none once it was ended', async () => {
	await using temporary = await temporaryFolder();
	await writeTinyStorybook(temporary.folder);
	await using lasting = createLastingEngine({modelFolder: temporary.folder, device: 'cpu', threads: 1});
	expect(lasting.isOver()).toBe(false);
	const first = await lasting.get();
	expect(await lasting.get()).toBe(first);
	first.kill();
	expect(lasting.isOver()).toBe(true);
	const [second, same] = await Promise.all([lasting.get(), lasting.get()]);
	expect(second).not.toBe(first);
	expect(same).toBe(second);
	await second.opened();
	const sized = await lasting.get({width: 64, height: 64});
	expect(sized).not.toBe(second);
	expect(second.isOver()).toBe(true);
	lasting.kill();
	expect(await lasting.get({width: 64, height: 64})).toBe(sized);
	expect(lasting.isOver()).toBe(true);
});

test('one that is ended before it opened opens nothing that goes on', async () => {
	await using lasting = createLastingEngine({modelFolder: '/nowhere', device: 'cpu', threads: 1});
	lasting.kill();
	expect((await lasting.get()).isOver()).toBe(true);
});

import {afterEach, expect, test, vi} from 'vitest';
import {engineEnvironment} from '../../src/engine/environment.ts';

afterEach(() => vi.unstubAllEnvs());

test('the engine has the environment of its parent, and two arenas', () => {
	vi.stubEnv('MALLOC_ARENA_MAX', undefined);
	vi.stubEnv('MMADA_TEST', 'x');
	expect(engineEnvironment()).toMatchObject({MMADA_TEST: 'x', MALLOC_ARENA_MAX: '2'});
});

test('a number of arenas that is set already is kept', () => {
	vi.stubEnv('MALLOC_ARENA_MAX', '7');
	expect(engineEnvironment()).toMatchObject({MALLOC_ARENA_MAX: '7'});
});

test.each([undefined, '0', ''])('the telemetry of the inference library is off, though the environment says %j', value => {
	vi.stubEnv('ORT_DISABLE_TELEMETRY', value);
	expect(engineEnvironment()).toMatchObject({ORT_DISABLE_TELEMETRY: '1'});
});

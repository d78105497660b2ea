import {tmpdir} from 'node:os';
import path from 'node:path';
import {defineConfig} from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/**/*.test.{ts,tsx}'],
		// A test starts the program several times, on whatever machine, beside others.
		testTimeout: 300_000,
		hookTimeout: 300_000,
		globalSetup: 'test/build-dist.ts',
		// What interrupted runs leave is none of the runs of whoever tests.
		env: {MMADA_STATE_DIR: path.join(tmpdir(), 'mmada-test-state')},
	},
});

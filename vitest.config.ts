import {tmpdir} from 'node:os';
import path from 'node:path';
import {defineConfig} from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/**/*.test.{ts,tsx}'],
		testTimeout: 60_000,
		hookTimeout: 60_000,
		globalSetup: 'test/build-dist.ts',
		// What interrupted runs leave is none of the runs of whoever tests.
		env: {MMADA_STATE_DIR: path.join(tmpdir(), 'mmada-test-state')},
	},
});

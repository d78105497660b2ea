import {availableParallelism, tmpdir} from 'node:os';
import path from 'node:path';
import {defineConfig} from 'vitest/config';
import {BaseSequencer, type TestSpecification} from 'vitest/node';

/** Files that take longest, most of it waiting for programs that they start: begun first, so that no processor is left alone with one at the end. */
const longest = ['cli/installed', 'pty/restore', 'store/killed', 'nothing-leaves', 'cli/command', 'cli/commands/', 'pty/', 'engine/'];

class LongestFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const rank = ({moduleId}: TestSpecification) => {
			const index = longest.findIndex(start => moduleId.includes(`/test/${start}`));
			return index === -1 ? longest.length : index;
		};
		return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
	}
}

export default defineConfig({
	test: {
		include: ['test/**/*.test.{ts,tsx}'],
		// A test starts the program several times, on whatever machine, beside others.
		testTimeout: 300_000,
		hookTimeout: 300_000,
		// Real terminals, signals and kills on shared machines: a test that fails twice in CI is no accident; by hand once is enough.
		retry: process.env.CI === undefined ? 0 : 1,
		// By itself it leaves one processor idle, of two every second one.
		maxWorkers: availableParallelism(),
		sequence: {sequencer: LongestFirst},
		globalSetup: 'test/build-dist.ts',
		// What interrupted runs leave is none of the runs of whoever tests.
		env: {MMADA_STATE_DIR: path.join(tmpdir(), 'mmada-test-state')},
	},
});

import {execFileSync} from 'node:child_process';
import {existsSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

const root = new URL('..', import.meta.url);
const tsc = fileURLToPath(new URL('node_modules/typescript/bin/tsc', root));

/**
Before the first test: build what child processes run (the engine, the command), because Node 20 cannot run TypeScript. Only files
that changed are written, so that test runs side by side do not disturb each other. Type errors are `npm run types`' to report.
*/
export function setup(): void {
	const options = ['-p', 'tsconfig.build.json', '--incremental', '--tsBuildInfoFile', 'dist/.tsbuildinfo'];
	try {
		execFileSync(process.execPath, [tsc, ...options], {cwd: root, stdio: 'pipe'});
	} catch (error) {
		if (!existsSync(new URL('dist/engine/main.js', root))) throw error;
	}
	execFileSync(process.execPath, [fileURLToPath(new URL('scripts/bundle.mjs', root))], {stdio: 'pipe'});
	const page = new URL('dist/mmada.1', root);
	if (!existsSync(page)) writeFileSync(page, execFileSync(process.execPath, ['bin/mmada.js', 'man'], {cwd: root}));
}

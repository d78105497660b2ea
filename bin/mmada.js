#!/usr/bin/env node
import module from 'node:module';
import path from 'node:path';

// Before anything else, for this process and all that it starts: the inference library sends nothing and keeps nothing about this machine.
process.env.ORT_DISABLE_TELEMETRY = '1';

// Node 22 keeps compiled modules between runs: the screen is there sooner. Left to itself it keeps them in the folder for temporary files,
// where anybody can come before it.
if (module.enableCompileCache) {
	const {userFolders} = await import('../dist/program/folders.js');
	const {state} = userFolders();
	if (process.env.NODE_COMPILE_CACHE) module.enableCompileCache();
	else if (state !== undefined) module.enableCompileCache(path.join(state, 'compiled'));
}
const {main} = await import('../dist/program/main.js');
await main(process.argv.slice(2));

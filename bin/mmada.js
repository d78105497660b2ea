#!/usr/bin/env node
import module from 'node:module';

// Node 22 keeps compiled modules between runs: the screen is there sooner.
module.enableCompileCache?.();
const {main} = await import('../dist/cli/main.js');
await main(process.argv.slice(2));

import {spawnSync} from 'node:child_process';
import {engineEnvironment} from '../src/engine/environment.ts';

/**
Start this program once more in the environment of the engine, and end with it: settings of malloc are read when a process starts, and with others
large pieces of memory cost other times. Returns where the environment is the engine's already.
*/
export function inEngineEnvironment(): void {
	const wanted = engineEnvironment();
	if (Object.entries(wanted).every(([name, value]) => process.env[name] === value)) return;
	const {status, error} = spawnSync(process.execPath, process.argv.slice(1), {env: wanted, stdio: 'inherit'});
	if (error) throw error;
	process.exit(status ?? 1);
}

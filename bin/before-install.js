/*
Runs before the installation of the inference library, whose own script fetches 250 MB for NVIDIA GPUs on each Linux x64, and fails the whole
installation where it cannot. It fetches nothing where the files are there: empty ones stand in for them until `mmada doctor --fix cuda`. Who wants
them at once says ONNXRUNTIME_NODE_INSTALL=true: then it fetches whatever is there.
*/
import {closeSync, openSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';

try {
	const library = path.dirname(path.dirname(createRequire(import.meta.url).resolve('onnxruntime-node')));
	for (const part of ['cuda', 'shared', 'tensorrt']) {
		closeSync(openSync(path.join(library, 'bin', 'napi-v6', 'linux', 'x64', `libonnxruntime_providers_${part}.so`), 'a'));
	}
} catch {
	// Not there, or not to be written to: the library's script is left to itself.
}

import {execFileSync} from 'node:child_process';
import {cp, mkdir, readdir, rm, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {build} from 'rolldown';
import {readableBytes} from '../../src/app/readable.ts';
import {root} from '../root.ts';
import {startScript} from './start-script.ts';

/*
Everything that the benchmark of GPUs needs on a bare Linux machine without a network, in parts small enough to be sent there: Node.js itself, the
benchmark, the inference library, and what of it is for CUDA. `npm run bench:gpu:pack -- --folder gpu-parts --cuda <folder> [--part 24]`, in MB;
`--cuda` names the folder with libonnxruntime_providers_cuda.so and ..._shared.so, as `mmada doctor --fix cuda` brings them; `--also` other libraries,
as libvulkan.so.1 for WebGPU where the machine has no loader. Needs tar, xz and split.
*/
const {values} = parseArgs({
	options: {
		folder: {type: 'string'},
		cuda: {type: 'string'},
		also: {type: 'string', multiple: true, default: []},
		part: {type: 'string', default: '24'},
	},
});
if (values.folder === undefined) throw new Error('--folder must name a folder for the parts.');
const folder = path.resolve(values.folder);
const tree = path.join(folder, 'tree');
await rm(folder, {recursive: true, force: true});
await mkdir(tree, {recursive: true});

await build({
	platform: 'node',
	input: {main: path.join(root, '.bench', 'bench', 'gpu', 'main.js')},
	external: ['onnxruntime-node'],
	output: {dir: tree, codeSplitting: false},
});
const copied = ['package.json', 'dist/program', 'bench/gpu/torch_pass.py', 'bench/reference/network.py'];
for (const name of copied) await cp(path.join(root, name), path.join(tree, name), {recursive: true});
const library = path.join('node_modules', 'onnxruntime-node');
const native = path.join(library, 'bin', 'napi-v6', 'linux', 'x64');
for (const name of [library, path.join('node_modules', 'onnxruntime-common')]) {
	for (const part of ['package.json', 'dist']) await cp(path.join(root, name, part), path.join(tree, name, part), {recursive: true});
}
await cp(path.join(root, native), path.join(tree, native), {recursive: true});
if (values.cuda !== undefined) {
	for (const name of ['cuda', 'shared'].map(part => `libonnxruntime_providers_${part}.so`))
		await cp(path.join(values.cuda, name), path.join(tree, native, name));
}
for (const file of values.also) await cp(file, path.join(tree, 'libraries', path.basename(file)), {dereference: true});
await cp(process.execPath, path.join(tree, 'node'));
execFileSync('strip', [path.join(tree, 'node')]);

execFileSync('bash', [
	'-o',
	'pipefail',
	'-c',
	`tar -C "$0" -cf - . | xz -T0 | split -b "$1"MB - "$2/part-"`,
	...[tree, values.part, folder],
]);
await rm(tree, {recursive: true});
const parts = (await readdir(folder)).filter(name => name.startsWith('part-'));
const sizes = await Promise.all(parts.map(async name => (await stat(path.join(folder, name))).size));
const all = sizes.reduce((sum, size) => sum + size, 0);
await writeFile(path.join(folder, 'start.sh'), startScript);
process.stdout.write(`${parts.length} parts, ${readableBytes(all)}, and start.sh in ${folder}.

On the machine, with all parts in one folder:
  bash start.sh --dry                       unpacks, says what works, and does every part of it with a small network
  bash start.sh --device cuda --types bf16,f16 --python python3
  bash start.sh --device webgpu --types f16
  bash start.sh --device webgpu --types int8-blocks,int4
The random checkpoint and its variants, 16.2 GB each at most, are kept beside it until the machine goes.
`);

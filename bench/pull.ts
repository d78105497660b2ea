/*
Download of a file by `mmada models pull`'s transfer, digest included, against curl: `npm run bench:pull [-- rounds megabytes]`. Both get
the same file from the same server on loopback, which runs in a process of its own, and take turns: until all of it is in the file, and until it
is on the disk as well, which curl leaves to the system and mmada does while the next file comes.
*/
import {fork, spawnSync} from 'node:child_process';
import {createHash, randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {createReadStream} from 'node:fs';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {openConnection} from '../src/store/pull/connection.ts';
import {hubSettings} from '../src/store/pull/settings.ts';
import {type Fetched, fetchBytes, fetchFile} from '../src/store/pull/transfer.ts';
import {measure, median, ratioOf, takeTurns} from './measure.ts';

const here = fileURLToPath(import.meta.url);

/** Serve one file, whole or in ranges, at any address. */
async function serve(file: string, bytes: number): Promise<void> {
	const server = createServer((request, response) => {
		const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
		const range = {start: Number(start ?? 0), end: Number(end ?? bytes - 1)};
		response.writeHead(start === undefined ? 200 : 206, {
			'content-length': range.end - range.start + 1,
			...(start !== undefined && {'content-range': `bytes ${range.start}-${range.end}/${bytes}`}),
			etag: '"1"',
		});
		createReadStream(file, {...range, highWaterMark: 2 ** 18})
			.on('error', () => response.destroy())
			.pipe(response);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	process.send?.((server.address() as AddressInfo).port);
}

async function compare(rounds: number, megabytes: number): Promise<void> {
	const folder = await mkdtemp(path.join(tmpdir(), 'mmada pull bench '));
	const file = path.join(folder, 'served');
	const content = randomBytes(megabytes * 1e6);
	await writeFile(file, content);
	const remote = {
		...{repository: 'someone/model', commit: '0'.repeat(40), path: 'model.safetensors', bytes: content.length},
		digest: {kind: 'sha256' as const, hex: createHash('sha256').update(content).digest('hex')},
	};
	const server = fork(here, ['serve', file, String(content.length)]);
	const [port] = (await once(server, 'message')) as [number];
	const endpoint = `http://127.0.0.1:${port}`;
	await using connection = await openConnection(hubSettings({HF_ENDPOINT: endpoint}, undefined));
	const [ours, curls] = [path.join(folder, 'ours'), path.join(folder, 'curls')];
	const options = {connection, partsFolder: path.join(folder, 'parts'), signal: new AbortController().signal};
	const run = (program: string, ...words: string[]) => {
		const {status} = spawnSync(program, words);
		if (status !== 0) throw new Error(`${program} ended with ${status}.`);
	};
	const curl = () => run('curl', '-s', '-f', '-o', curls, `${endpoint}/model.safetensors`);
	const timesOf = await takeTurns(
		{
			curl: async () => {
				await rm(curls, {force: true});
				const took = await measure(curl);
				run('sync', curls);
				return took;
			},
			'curl and sync': async () => {
				await rm(curls, {force: true});
				return measure(() => {
					curl();
					run('sync', curls);
				});
			},
			mmada: async () => {
				await rm(ours, {force: true});
				const fetched: Fetched[] = [];
				const took = await measure(async () => fetched.push(await fetchBytes(remote, ours, options)));
				for (const {keep} of fetched) await keep();
				return took;
			},
			'mmada and sync': async () => {
				await rm(ours, {force: true});
				return measure(() => fetchFile(remote, ours, options));
			},
		},
		rounds,
	);
	for (const found of [ours, curls]) if (!content.equals(await readFile(found))) throw new Error(`${found} is wrong.`);
	for (const name of ['curl', 'mmada', 'curl and sync', 'mmada and sync'] as const) {
		const ms = median(timesOf(name).map(took => took.ms));
		console.log(`${name.padEnd(14)} ${(content.length / 1e3 / ms).toFixed(0).padStart(5)} MB/s, median of ${rounds}`);
	}
	const ratio = (after: '' | ' and sync') => ratioOf([...timesOf(`curl${after}`)], [...timesOf(`mmada${after}`)]).ms.toFixed(2);
	console.log(
		`mmada, with the digest, at ${ratio('')} times the throughput of curl (median of pairs; at least 0.8 is wanted); on the disk at ${ratio(' and sync')} times`,
	);
	server.kill();
	await rm(folder, {recursive: true});
}

const [first, second, third] = process.argv.slice(2);
if (first === 'serve') await serve(second ?? '', Number(third));
else await compare(Number(first ?? 7), Number(second ?? 200));

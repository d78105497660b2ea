import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {fetchFile} from '../../../src/store/pull/transfer.ts';
import {type Trial, trials} from '../../torture.ts';
import {type Fault, startHub} from './hub.ts';
import {connect, hasty, listed, noise} from './place.ts';

const repository = 'someone/model';
const mostTwice = 8 * 2 ** 20;
const built = (name: string) => JSON.stringify(fileURLToPath(new URL(`../../../dist/store/pull/${name}.js`, import.meta.url)));

/** A program of its own that fetches, to be killed. */
const program = `
	import {openConnection} from ${built('connection')};
	import {hubSettings} from ${built('settings')};
	import {fetchFile} from ${built('transfer')};
	const [endpoint, remote, target, partsFolder] = process.argv.slice(1);
	const connection = await openConnection(hubSettings({HF_ENDPOINT: endpoint}, undefined));
	await fetchFile(JSON.parse(remote), target, {connection, partsFolder, signal: new AbortController().signal});
	await connection[Symbol.asyncDispose]();
`;

const kinds = ['kill', 'reset', 'stall', 'whole', '416', 'etag', 'short', 'wrong length'] as const;

function faultFrom(kind: Exclude<(typeof kinds)[number], 'kill'>, random: () => number): Fault {
	return kind === 'reset' || kind === 'stall' || kind === 'short' ? {kind, after: Math.floor(random() * 4_000_000)} : {kind};
}

async function interrupt({number, random}: Trial): Promise<void> {
	const kind = kinds[number % kinds.length]!;
	const bytes = noise(10_000_000 + Math.floor(random() * 6_000_000));
	const folder = await mkdtemp(path.join(tmpdir(), 'mmada pull '));
	await using hub = await startHub({repositories: {[repository]: {files: {'model.safetensors': bytes}}}, pieceMs: 1});
	const remote = listed(repository, 'model.safetensors', bytes);
	const [target, partsFolder] = [path.join(folder, 'whole'), path.join(folder, 'parts')];
	if (kind === 'kill') {
		const words = ['--input-type=module', '-e', program, '--', hub.url, JSON.stringify(remote), target, partsFolder];
		const first = spawn(process.execPath, words, {stdio: 'inherit'});
		const enough = random() * 0.95 * bytes.length;
		const ended = once(first, 'close');
		while (hub.sentBytes() < enough && first.exitCode === null) await wait(1);
		first.kill('SIGKILL');
		await ended;
		const [code] = (await once(spawn(process.execPath, words, {stdio: 'inherit'}), 'close')) as [number | null];
		expect(code).toBe(0);
	} else {
		const [at, fault] = [Math.floor(random() * 5), faultFrom(kind, random)];
		let count = 0;
		hub.state.faultOf = ({host}) => (host === 'store' && count++ === at ? fault : undefined);
		await using connection = await connect(hub.url, {}, 1000);
		await fetchFile(remote, target, {connection, partsFolder, signal: new AbortController().signal, patience: hasty});
	}
	expect((await readFile(target)).equals(bytes), kind).toBe(true);
	expect(hub.sentBytes() - bytes.length, `${kind}: bytes that were fetched twice`).toBeLessThanOrEqual(mostTwice);
	await rm(folder, {recursive: true});
}

test('a pull that is interrupted in any way ends with the right bytes, and fetches 8 MiB twice at most', {timeout: 3_600_000}, async () => {
	for await (const trial of trials('pull-interruptions', {few: 16, many: 300})) await interrupt(trial);
});

test('a file with one wrong bit is never taken', {timeout: 3_600_000}, async () => {
	const files = {'model.safetensors': noise(3_000_000), 'small.safetensors': noise(200_000)};
	await using hub = await startHub({repositories: {[repository]: {files}}});
	const folder = await mkdtemp(path.join(tmpdir(), 'mmada pull '));
	await using connection = await connect(hub.url);
	for await (const {number, random} of trials('pull-flips', {few: 20, many: 1000})) {
		const name = number % 10 === 0 ? 'model.safetensors' : 'small.safetensors';
		const bytes = files[name];
		const remote = listed(repository, name, bytes);
		const bit = Math.floor(random() * bytes.length * 8);
		let isFlipped = false;
		hub.state.faultOf = ({host}) => {
			if (host !== 'store' || isFlipped) return;
			isFlipped = true;
			return {kind: 'flip', bit};
		};
		const target = path.join(folder, String(number));
		let wrong = 0;
		const onWrong = () => void wrong++;
		await fetchFile(remote, target, {connection, partsFolder: path.join(folder, 'parts'), signal: new AbortController().signal, onWrong});
		expect(wrong).toBe(1);
		expect((await readFile(target)).equals(bytes)).toBe(true);
		await rm(target);
	}
	await rm(folder, {recursive: true});
});

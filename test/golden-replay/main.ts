import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {openImageTokenizer} from '../../src/model/images/open-image-tokenizer.ts';
import {namesIn, withTokenizer, withWeights} from './files.ts';
import {replayForward} from './forward.ts';
import {replayImages} from './images.ts';
import {place} from './network.ts';
import {replaySchedules} from './schedules.ts';
import {createTally, type Tally} from './tally.ts';
import {replayTokenizer} from './tokenizer.ts';
import {replayTraces} from './traces.ts';

/*
Replays every vector of a folder in the golden layout: `npm run check:golden -- <folder>`. Ends with 1 when a vector fails or there is none.
*/
const parts = ['checkpoint', 'vqvae', 'tokenizer', 'traces'];
const folder = process.argv[2];
if (folder === undefined) {
	process.stderr.write('Name a folder in the golden layout: npm run check:golden -- path/to/golden\n');
	process.exitCode = 2;
} else {
	const tally = createTally(line => process.stdout.write(`${line}\n`));
	const temporary = await mkdtemp(path.join(tmpdir(), 'mmada-golden-'));
	try {
		await replayFolder(folder, temporary, tally);
	} finally {
		await rm(temporary, {recursive: true, force: true});
	}
	const {passed, failed} = tally.counts();
	process.stdout.write(`${passed} passed, ${failed} failed\n`);
	process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}

/** The families' folders in `root`, or `root` itself when it is one. */
async function replayFolder(root: string, temporary: string, tally: Tally): Promise<void> {
	const names = await namesIn(root);
	if (names.includes('schedules.json')) await tally.all('schedules.json', () => replaySchedules(path.join(root, 'schedules.json'), tally));
	await replayFamily(path.basename(path.resolve(root)), root, path.join(temporary, '.'), tally);
	for (const name of names.filter(entry => !parts.includes(entry))) {
		await replayFamily(name, path.join(root, name), path.join(temporary, name), tally);
	}
}

/** Everything one family's folder holds. A part that cannot even be opened counts as one failed vector. */
async function replayFamily(name: string, folder: string, temporary: string, tally: Tally): Promise<void> {
	const names = await namesIn(folder);
	const say = (text: string) => process.stdout.write(`${name}: ${text}\n`);
	const only = async (part: string, replay: () => Promise<void>) => {
		if (names.includes(part)) await tally.all(`${name}/${part}`, replay);
	};

	await only('tokenizer', async () => {
		say('tokenizer');
		const source = path.join(folder, 'tokenizer');
		await replayTokenizer(
			`${name}/tokenizer`,
			await withTokenizer(source, path.join(temporary, 'tokenizer')),
			path.join(source, 'golden.json'),
			tally,
		);
	});

	const source = path.join(folder, 'vqvae');
	const vqvae = names.includes('vqvae') ? await withWeights(source, path.join(temporary, 'vqvae'), tally) : undefined;
	await using images = vqvae === undefined ? undefined : await openImageTokenizer(vqvae, place);
	await only('vqvae', async () => {
		say('image tokenizer');
		if (images) await replayImages(`${name}/vqvae`, images, path.join(source, 'golden'), tally);
	});

	if (!names.includes('checkpoint')) return;
	const checkpoint = await withWeights(path.join(folder, 'checkpoint'), path.join(temporary, 'checkpoint'), tally);
	await only('forward.json', async () => {
		say('logits');
		await replayForward(`${name}/forward.json`, checkpoint, path.join(folder, 'forward.json'), tally);
	});
	await only('traces', async () => {
		say('traces');
		await replayTraces(`${name}/traces`, {checkpoint, folder: path.join(folder, 'traces'), images}, tally);
	});
}

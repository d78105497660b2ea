import {execFile} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import sharp from 'sharp';
import {command, root} from './root.ts';

/*
The contact sheets in docs/ as WebP of less than 500 kB: `npm run docs:sheets [-- --model <folder>]`. 48 generations and 48 edits, seeds 1 to 48,
none left out.
*/
const mostBytes = 500_000;
const folder = await mkdtemp(path.join(tmpdir(), 'mmada-sheets-'));
try {
	const asked = ['bench', '--suite', 'storybook', '--n', '96', '--sheet', folder, ...process.argv.slice(2)];
	await promisify(execFile)(process.execPath, [command, ...asked]);
	for (const name of ['generations', 'edits']) {
		const sheet = sharp(path.join(folder, `${name}.png`));
		let bytes: Buffer | undefined;
		for (let quality = 90; quality > 0 && (!bytes || bytes.length >= mostBytes); quality -= 5)
			bytes = await sheet.clone().webp({quality, effort: 6}).toBuffer();
		if (!bytes) throw new Error(`There is no sheet ${name}.`);
		const file = path.join(root, 'docs', `${name}.webp`);
		await writeFile(file, bytes);
		process.stdout.write(`${file}: ${bytes.length} bytes\n`);
	}
} finally {
	await rm(folder, {recursive: true, force: true});
}

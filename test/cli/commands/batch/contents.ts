import {createHash} from 'node:crypto';
import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';

/** Every file of a batch by its name: pictures as digests, text without its times. */
export async function contentsOf(folder: string): Promise<Record<string, string>> {
	const all = (await readdir(folder, {recursive: true})).sort();
	const names = all.filter(file => !file.startsWith('.mmada-batch') && path.extname(file) !== '');
	const read = async (file: string) => {
		const bytes = await readFile(path.join(folder, file));
		if (!/\.(jsonl?|md)$/.test(file)) return createHash('sha256').update(bytes).digest('hex');
		return bytes
			.toString('utf8')
			.replace(/"(elapsedMs|savedAt)":\s?("[^"]*"|[\d.]+)/g, '"$1": 0')
			.replace(/^\| (time|made by) .*$/gm, '');
	};
	return Object.fromEntries(await Promise.all(names.map(async file => [file, await read(file)])));
}

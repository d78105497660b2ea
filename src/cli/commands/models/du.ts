import path from 'node:path';
import {readableBytes} from '../../../app/readable.ts';
import {thisProcess} from '../../../app/this-process.ts';
import {printable, toJson} from '../../../printable.ts';
import {type DiskUsage, diskUsage} from '../../../store/disk-usage.ts';
import type {ModelPlaces} from '../../../store/find-model.ts';
import {listUnfinished} from '../../../store/remove.ts';
import {storedNames} from '../../../store/stored-models.ts';
import type {Parsed} from '../../parse/parse.ts';
import {printData} from '../../terminal/out.ts';

type Row = DiskUsage & {readonly name: string; readonly isUnfinished: boolean};

/** `mmada models du`: what the models that were brought in take of the disk, and what of it `models rm` would give back. */
export async function du(_words: readonly string[], flags: Parsed['flags'], {modelsFolder}: ModelPlaces): Promise<void> {
	const rows: Row[] = [];
	if (modelsFolder !== undefined) {
		for (const name of await storedNames(modelsFolder))
			rows.push({name, isUnfinished: false, ...(await diskUsage(path.join(modelsFolder, name)))});
		for (const {name, folder} of await listUnfinished(modelsFolder, await thisProcess()))
			rows.push({name, isUnfinished: true, ...(await diskUsage(folder))});
	}
	const total = (key: keyof DiskUsage) => rows.reduce((sum, row) => sum + row[key], 0);
	if (flags.json === true) {
		printData(`${toJson({models: rows, bytes: total('bytes'), ownBytes: total('ownBytes')}, '\t')}\n`);
		return;
	}
	const lines = [
		...rows.map(({name, isUnfinished, ...usage}) => `${sizesOf(usage)}  ${name}${isUnfinished ? ' (unfinished)' : ''}`),
		`${sizesOf({bytes: total('bytes'), ownBytes: total('ownBytes')})}  in all`,
	];
	printData(lines.map(line => `${printable(line)}\n`).join(''));
}

/** The second is there only where it tells more than the first. */
const sizesOf = ({bytes, ownBytes}: DiskUsage): string =>
	`${readableBytes(bytes).padStart(10)}${ownBytes === bytes ? '' : `, ${readableBytes(ownBytes)} without what has other names`}`;

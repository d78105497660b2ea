import {lstat, readdir, rm, rmdir} from 'node:fs/promises';
import path from 'node:path';

/** Folders in which a library may have kept its events. */
export type TelemetryPlaces = {
	/** The folder that it made for itself, below the user's; undefined where the system has it elsewhere. */
	readonly store: string | undefined;
	/** Folders for temporary files, and the one that a command is run in. */
	readonly temporary: readonly string[];
	/** Owner of the files that count in those folders, which users may share. Undefined if files have no owner. */
	readonly uid: number | undefined;
};

/** In its own folder: the device id, and the events that wait to be sent. */
const stored = /^(deviceid(\.lock|\.tmp\..+)?|onnxruntime\.db(-journal|-shm|-wal)?)$/;
/** Elsewhere: its session, and an empty log of each process. */
const strewn = /^(mat-debug-\d+\.log|\.ses|:memory:\.ses)$/;

/**
Files that onnxruntime 1.29 and later leave for their telemetry. Only by the names that it gives them, only plain files, and in shared
folders only the user's own.
*/
export async function findTelemetryFiles({store, temporary, uid}: TelemetryPlaces): Promise<string[]> {
	const isOwn = (file: {readonly uid: number}) => uid === undefined || file.uid === uid;
	const found = [
		...(store === undefined ? [] : await plainFiles(store, stored, () => true)),
		...(await Promise.all([...new Set(temporary)].map(async folder => plainFiles(folder, strewn, isOwn)))).flat(),
	];
	return found.sort();
}

/** Remove these files, then the folders that the library made for them where nothing else is in them. @throws what the system says */
export async function removeTelemetryFiles(files: readonly string[], {store}: TelemetryPlaces): Promise<void> {
	for (const file of files) await rm(file, {force: true});
	if (store === undefined) return;
	// Microsoft/DeveloperTools/.onnxruntime: other programs may have things of theirs beside it.
	for (const folder of [store, path.dirname(store), path.dirname(path.dirname(store))]) {
		const isGone = await rmdir(folder).then(
			() => true,
			() => false,
		);
		if (!isGone) return;
	}
}

async function plainFiles(folder: string, names: RegExp, isWanted: (file: {readonly uid: number}) => boolean): Promise<string[]> {
	const there = (await readdir(folder).catch(() => [])).filter(name => names.test(name)).map(name => path.join(folder, name));
	const checked = await Promise.all(there.map(async file => ({file, facts: await lstat(file).catch(() => undefined)})));
	return checked.flatMap(({file, facts}) => (facts?.isFile() && isWanted(facts) ? [file] : []));
}

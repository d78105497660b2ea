import path from 'node:path';
import {findTelemetryFiles, removeTelemetryFiles, type TelemetryPlaces} from '../../../app/telemetry-stores.ts';
import {codeOf} from '../../../files/errors.ts';
import {shellWord} from '../../../shell-word.ts';
import {type Check, note, ok} from './check.ts';

const subject = 'telemetry';

/**
Files that the inference library's telemetry has left on this machine. mmada turns it off; versions up to 0.1.0 did not, and other programs with
the same library may not.
@param isToBeRemoved - remove it
*/
export async function checkTelemetry(places: TelemetryPlaces, isToBeRemoved: boolean): Promise<Check> {
	const files = await findTelemetryFiles(places);
	if (files.length === 0) return ok(subject, 'off; nothing is left of it');
	const what = `${files.length === 1 ? '1 file' : `${files.length} files`} in ${foldersOf(files)
		.map(folder => `\`${folder}\``)
		.join(', ')}`;
	if (!isToBeRemoved) return note(subject, `off; onnxruntime's own has left ${what}`, 'mmada doctor --remove-telemetry');
	try {
		await removeTelemetryFiles(files, places);
		return ok(subject, `off; removed ${what}`);
	} catch (error) {
		return note(
			subject,
			`off; ${what} could not be removed (${codeOf(error) ?? String(error)})`,
			`ls -ld ${foldersOf(files)
				.map(folder => shellWord(folder))
				.join(' ')}`,
		);
	}
}

const foldersOf = (files: readonly string[]): string[] => [...new Set(files.map(file => path.dirname(file)))];

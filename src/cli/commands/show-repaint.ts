import {changedCodes} from '../../app/changed-codes.ts';
import {faultOfRoom} from '../../app/mask-room.ts';
import {modelPlaces} from '../../app/model-places.ts';
import {readInput} from '../../app/read-input.ts';
import {type ExitCode, exitCodes} from '../../errors.ts';
import {toRgbImage} from '../../picture/codec.ts';
import {toJson} from '../../printable.ts';
import {findModel} from '../../store/find-model.ts';
import {printData, printNotice} from '../terminal/out.ts';
import {isOnScreen, showPicture} from '../terminal/presenter.ts';
import type {ShownRequest} from '../terminal/report.ts';

/** `mmada edit --dry-run`: the part that would change, over the picture where there is a terminal, and as a line. No model is opened. */
export async function showRepaint({image = '', instruction, repaint, output, model: name, report}: ShownRequest): Promise<ExitCode> {
	const model = await findModel(name, modelPlaces());
	const input = await readInput(image, model, {repaint, fit: output.fit, stdin: process.stdin});
	const {codes, count, box, preview} = await changedCodes(input, model.folder);
	const {width, height} = input.original;
	if (isOnScreen(report) && process.stdout.isTTY) await showPicture(toRgbImage(preview), report);
	const fault = await faultOfRoom({instruction}, input, model.folder);
	if (fault && !report.isQuiet) printNotice(`${fault.message}\n`);
	if (report.result === 'json') {
		printData(`${toJson({changed: codes.length, of: count, codes, box, size: {width, height}}, '\t')}\n`);
		return exitCodes.ok;
	}
	const share = Math.round((100 * codes.length) / count);
	const where = `${box.x},${box.y},${box.width},${box.height} of ${width}x${height} px`;
	printData(
		codes.length === count
			? `painted anew: all of it, ${where}\n`
			: `painted anew: ${codes.length} of ${count} parts (${share} %), within ${where}\n`,
	);
	return exitCodes.ok;
}

import {telemetryPlaces, userFolders} from '../../../app/folders.ts';
import {modelPlaces} from '../../../app/model-places.ts';
import {neededNode, version} from '../../../app/package.ts';
import type {ExitCode} from '../../../errors.ts';
import {exitCodes, UserError} from '../../../errors.ts';
import {decodeImage, encodePng} from '../../../picture/codec.ts';
import {printable, toJson} from '../../../printable.ts';
import {type ProbedDevice, probeDevices} from '../../../runtime/probe-devices.ts';
import type {Parsed} from '../../parse/parse.ts';
import {findGraphics} from '../../terminal/graphics.ts';
import {printData} from '../../terminal/out.ts';
import {type Check, ok} from './check.ts';
import {fetchCuda} from './cuda.ts';
import {checkFolders, checkModels, checkSettings} from './files.ts';
import {checkDevices, checkMemory, platformName} from './machine.ts';
import {checkModelDevices} from './model-devices.ts';
import {checkTelemetry} from './telemetry.ts';
import {checkTerminal} from './terminal.ts';

/** `mmada doctor`: everything that mmada needs, tried out, and how to mend what is broken. Ends as the first broken command would. */
export async function doctor({input, flags}: Parsed): Promise<ExitCode> {
	if (input.length > 0) throw new UserError('`doctor` takes no words.', {hint: 'Try: mmada doctor', exitCode: exitCodes.usage});
	if (flags.fix !== undefined) await fix(flags.fix);
	const devices = await probeDevices();
	const checks = [...(await examine(devices, flags['remove-telemetry'] === true)), ...(await checkModelDevices(flags.model, devices))];
	const fault = checks.find(({state}) => state === 'fault');
	if (flags.json === true) {
		const plain = checks.map(({subject, state, found, fix}) => ({subject, state, found, ...(fix !== undefined && {fix})}));
		printData(`${toJson({isWell: !fault, checks: plain}, '\t')}\n`);
	} else {
		printData(`${lines(checks).join('\n')}\n`);
	}
	return fault?.exitCode ?? exitCodes.ok;
}

async function examine(devices: readonly ProbedDevice[], removesTelemetry: boolean): Promise<Check[]> {
	const current = currentFolder();
	const {checks: models, neededBytes} = await checkModels(modelPlaces());
	const {default: supports} = await import('supports-terminal-graphics');
	return [
		checkNode(),
		ok('mmada', version()),
		await checkImages(),
		...(await checkDevices(devices)),
		await checkMemory(neededBytes),
		...models,
		await checkTelemetry(telemetryPlaces(current), removesTelemetry),
		...(await checkFolders(userFolders(), current)),
		...checkSettings(),
		...checkTerminal({env: process.env, terminal: process.stderr}, (await findGraphics(process.env, supports.stderr)) !== undefined),
	];
}

/** @throws UserError when it cannot be done */
async function fix(what: string | boolean): Promise<void> {
	if (what === 'cuda') return await fetchCuda(platformName(), process.env);
	throw new UserError(`There is no fix for \`${what}\`.`, {hint: 'Fixes are: cuda', exitCode: exitCodes.usage});
}

/** The current folder; undefined when it has been removed. */
function currentFolder(): string | undefined {
	try {
		return process.cwd();
	} catch {
		return;
	}
}

function checkNode(): Check {
	const [needed, there] = [neededNode(), process.versions.node];
	const found = `${there}; ${needed} or later is needed`;
	if (there.localeCompare(needed, 'en', {numeric: true}) >= 0) return ok('Node.js', found);
	return {subject: 'Node.js', state: 'fault', found, fix: 'nvm install 22 # or from https://nodejs.org', exitCode: exitCodes.unavailable};
}

/** The image library, tried with one pixel. */
async function checkImages(): Promise<Check> {
	try {
		await decodeImage(await encodePng({width: 1, height: 1, rgb: Uint8Array.of(1, 2, 3)}), 'a pixel');
		return ok('images', 'sharp reads and writes them');
	} catch (error) {
		const [reason = ''] = String(error instanceof Error ? error.message : error).split('\n');
		const found = `sharp does not work: ${reason}`;
		return {subject: 'images', state: 'fault', found, fix: 'npm install --include=optional sharp', exitCode: exitCodes.unavailable};
	}
}

function lines(checks: readonly Check[]): string[] {
	const width = Math.max(...checks.map(({subject}) => subject.length));
	const rows = checks.flatMap(({subject, state, found, fix}) => [
		`${state.padEnd(5)}  ${subject.padEnd(width)}  ${printable(found)}`,
		...(fix === undefined ? [] : [`${' '.repeat(7 + width)}  > ${printable(fix)}`]),
	]);
	const faults = checks.filter(({state}) => state === 'fault').map(({subject}) => subject);
	return [...rows, '', faults.length === 0 ? 'Nothing is broken.' : `To be mended: ${faults.join(', ')}.`];
}

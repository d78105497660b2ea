import {expect, test} from 'vitest';
import {checkDevices, checkMemory} from '../../../../src/cli/commands/doctor/machine.ts';
import {checkTerminal} from '../../../../src/cli/commands/doctor/terminal.ts';

const probe = (...devices: {device: string; works: boolean; elapsedMs?: number; reason?: string}[]) => checkDevices(async () => devices);

test('a device that works is told with its time, and one that does not with the reason', async () => {
	const [cpu, webgpu] = await probe(
		{device: 'cpu', works: true, elapsedMs: 12.3},
		{device: 'webgpu', works: false, reason: 'No supported adapters.'},
	);
	expect(cpu).toMatchObject({subject: 'cpu', state: 'ok', found: expect.stringMatching(/ threads, .*works, first result after 12 ms$/)});
	expect(webgpu).toMatchObject({subject: 'webgpu', state: 'note', found: 'does not work: No supported adapters'});
});

test('only a processor that does not work is a fault', async () => {
	const found = await probe({device: 'cpu', works: false, reason: 'no binding'}, {device: 'cuda', works: false, reason: 'no library'});
	expect(found[0]).toMatchObject({state: 'fault', exitCode: 69, fix: expect.stringContaining('npm ci')});
	expect(found[1]).toMatchObject({subject: 'cuda', state: 'note'});
});

test('a library that no command uses is not told', async () => {
	const found = await probe({device: 'tensorrt', works: false, reason: 'no library'});
	expect(found.map(({subject}) => subject)).toEqual(['GPU']);
});

test('too little memory for the bundled model is a fault', async () => {
	expect(await checkMemory(1)).toMatchObject({state: 'ok'});
	expect(await checkMemory(1e18)).toMatchObject({state: 'fault', exitCode: 69});
});

const window = {isTTY: true, columns: 120, rows: 40};
const utf8 = {TERM: 'xterm-256color', LANG: 'en_GB.UTF-8'};

test.each([
	{env: {...utf8, COLORTERM: 'truecolor'}, state: 'ok', found: '120 x 40, 16 million colours, pictures of half blocks', fix: undefined},
	{
		env: utf8,
		state: 'note',
		found: '120 x 40, 256 colours, pictures of half blocks',
		fix: 'export COLORTERM=truecolor # if it has all colours',
	},
	{env: {...utf8, NO_COLOR: '1'}, state: 'ok', found: '120 x 40, no colours, no pictures', fix: undefined},
	{env: {...utf8, TERM: 'dumb'}, state: 'note', found: '120 x 40: runs show plain lines', fix: 'export TERM=xterm-256color'},
	{env: {...utf8, CI: 'true'}, state: 'note', found: '120 x 40: runs show plain lines', fix: 'unset CI CONTINUOUS_INTEGRATION'},
])('the terminal: $found', ({env, state, found, fix}) => {
	expect(checkTerminal({env, terminal: window}, false)).toEqual([{subject: 'terminal', state, found, ...(state === 'note' && {fix})}]);
});

test('a locale that is not UTF-8 is told, and what mends it', () => {
	expect(checkTerminal({env: {TERM: 'xterm', LANG: 'C'}, terminal: window}, false)[1]).toMatchObject({fix: 'export LANG=C.UTF-8'});
});

import {PassThrough} from 'node:stream';
import {setImmediate} from 'node:timers/promises';
import chalk from 'chalk';
import {beforeAll, expect, test, vi} from 'vitest';
import {openPrompt, type PromptStreams} from '../../../src/ui/prompt/open-prompt.ts';
import {initialSession, type SessionState} from '../../../src/ui/prompt/session-state.ts';
import {createKeyboard} from '../../../src/ui/screen/keyboard.ts';

beforeAll(() => {
	chalk.level = 0;
});

/** A terminal that keeps what is written, and a keyboard that tells whether it is in raw mode. */
function open(streams: Partial<PromptStreams> = {}, session = initialSession) {
	let written = '';
	const resizes = new Set<() => void>();
	const own: Readonly<Record<PropertyKey, unknown>> = {
		columns: 60,
		rows: 24,
		write: (text: string) => {
			written += text;
			return true;
		},
		on: (_: string, listener: () => void) => resizes.add(listener),
		off: (_: string, listener: () => void) => resizes.delete(listener),
	};
	const terminal = new Proxy(process.stderr, {get: (target, name) => own[name] ?? Reflect.get(target, name)});
	const modes: boolean[] = [];
	const input = Object.assign(new PassThrough(), {setRawMode: (mode: boolean) => modes.push(mode)});
	const keyboard = createKeyboard(new Proxy(process.stdin, {get: (_, name) => bound(input, name)}), () => true);
	const asked = openPrompt(session, {terminal, keyboard, ending: new AbortController().signal, ...streams});
	const type = async (chunk: string) => {
		input.write(chunk);
		await setImmediate();
	};
	return {asked, type, modes, written: () => written, resizes};
}

function bound(target: object, name: PropertyKey): unknown {
	const value: unknown = Reflect.get(target, name);
	return typeof value === 'function' ? value.bind(target) : value;
}

test('the prompt asks until there is something to do, and gives the terminal back', async () => {
	const {asked, type, modes, written, resizes} = open();
	await type('a c');
	expect(written()).toContain('draw > a c');
	await type('at\r');
	const {effect, state} = await asked;
	expect(effect).toEqual({type: 'make', instruction: 'a cat'});
	expect(state.line.history).toEqual(['a cat']);
	expect(modes).toEqual([true, false]);
	expect(resizes.size).toBe(0);
	expect(written().startsWith('\u001B[?2004h')).toBe(true);
	expect(written().endsWith('\u001B[?2004l')).toBe(true);
});

test('Ctrl-Z gives the terminal back until the process goes on, and the line is kept', async () => {
	const seen: unknown[] = [];
	let goOn = () => {};
	const {asked, type, modes, written} = open({
		suspend: () => seen.push([...modes], written().endsWith('\u001B[?2004l')),
		watchContinue: listener => {
			goOn = listener;
			return {[Symbol.dispose]: () => {}};
		},
	});
	await type('a cat\u001A');
	expect(seen).toEqual([[true, false], true]);
	// Nothing of ours comes before the process has stopped, which may be a moment later.
	expect(modes).toEqual([true, false]);
	expect(written().endsWith('\u001B[?2004l')).toBe(true);
	goOn();
	expect(written().split('\u001B[?2004l')[1]).toMatch(/\[\?2004h[\s\S]*draw > a cat/);
	await type('\r');
	expect((await asked).effect).toEqual({type: 'make', instruction: 'a cat'});
	expect(modes).toEqual([true, false, true, false]);
});

test('where no shell stops the process, the prompt has its keyboard again, and is not shown twice', async () => {
	const {asked, type, modes, written} = open({suspend: () => {}});
	await type('a cat\u001A');
	const shown = written().split('draw > ').length;
	await vi.waitUntil(() => modes.length === 3);
	expect(written().split('draw > ')).toHaveLength(shown);
	await type('\r');
	expect((await asked).effect).toEqual({type: 'make', instruction: 'a cat'});
});

test('a process that is to end leaves, whatever stands in the line', async () => {
	const ending = new AbortController();
	const {asked, type, modes} = open({ending: ending.signal});
	await type('a cat');
	ending.abort();
	expect((await asked).effect).toEqual({type: 'leave', reason: 'interrupt'});
	expect(modes).toEqual([true, false]);
});

test('another window gets the prompt again', async () => {
	const {asked, type, written, resizes} = open();
	await type('a cat');
	const before = written().length;
	for (const resize of resizes) resize();
	await type('\u0015\u0004');
	await asked;
	expect(written().length).toBeGreaterThan(before);
});

test('a prompt in ASCII draws with nothing else, and its cursor stands where it did', async () => {
	const session: SessionState = {...initialSession, pictures: [{id: 0, file: 'a.png'}]};
	const ask = async (isAscii: boolean) => {
		const {asked, type, written} = open({isAscii}, session);
		await type('ein Bär im 雪');
		const shown = written();
		await type('\u0015\u0004');
		await asked;
		return shown;
	};
	const [plain, ascii] = [await ask(false), await ask(true)];
	expect(plain).toContain('r again · s save as');
	expect(ascii).toContain('r again - s save as');
	expect(ascii).toContain('edit > ein B?r im ??');
	expect(ascii).toMatch(/^[\0-\x7F]*$/);
	// Everything else is the same, the cursor's moves too.
	expect(ascii).toBe(plain.replaceAll('·', '-').replaceAll('…', '~').replaceAll('ä', '?').replaceAll('雪', '??'));
});

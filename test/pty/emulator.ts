import headless from '@xterm/headless';

/** A terminal emulator, and what a program made it do beside showing text. */
export type Emulator = {
	readonly write: (text: string) => void;
	readonly settled: () => Promise<void>;
	readonly resize: (columns: number, rows: number) => Promise<void>;
	/** Every line from the start of the scrollback on, without blanks at its end. */
	readonly lines: () => string[];
	/** Lines of the window. */
	readonly screen: () => string[];
	/** Whether a line with this text stands there, in the terminal's own colours. */
	readonly isPlain: (text: string) => boolean;
	/** Titles, clipboard writes, links, bells, device strings, other sequences than a screen needs. */
	readonly fired: readonly string[];
};

/** Of sequences with these last letters a screen needs only some; the others are told in `fired`. */
const unwanted = {
	/** Windows and their titles, reports of the terminal. */
	csi: [{final: 't'}, {final: 'n'}, {final: 'c'}, {prefix: '>', final: 'c'}],
	/** Title, icon, links, colours, clipboard, notifications and shell marks. */
	osc: [0, 1, 2, 4, 7, 8, 9, 10, 11, 12, 50, 52, 99, 104, 133, 777, 1337],
} as const;

export function createEmulator(columns: number, rows: number): Emulator {
	const terminal = new headless.Terminal({cols: columns, rows, scrollback: 10_000, allowProposedApi: true});
	const fired: string[] = [];
	const tell = (what: string) => () => {
		fired.push(what);
		return true;
	};
	terminal.onBell(tell('bell'));
	terminal.onTitleChange(tell('title'));
	for (const id of unwanted.csi) terminal.parser.registerCsiHandler(id, tell(`CSI ${id.final}`));
	for (const id of unwanted.osc) terminal.parser.registerOscHandler(id, tell(`OSC ${id}`));
	for (const final of 'pqru|') terminal.parser.registerDcsHandler({final}, tell(`DCS ${final}`));
	let last = Promise.resolve();
	const settled = () => last;
	const all = (first: number) => {
		const {active} = terminal.buffer;
		return Array.from({length: active.length - first}, (_, index) => active.getLine(first + index)?.translateToString(true) ?? '');
	};
	return {
		fired,
		settled,
		write(text) {
			last = new Promise(resolve => terminal.write(text, resolve));
		},
		async resize(newColumns, newRows) {
			await last;
			terminal.resize(newColumns, newRows);
		},
		isPlain(text) {
			const {active} = terminal.buffer;
			const line = active.getLine(all(0).lastIndexOf(text));
			return line !== undefined && Array.from(text, (_, x) => line.getCell(x)?.isAttributeDefault()).every(Boolean);
		},
		lines: () => all(0),
		screen: () => all(terminal.buffer.active.baseY),
	};
}

const escapeKey = '\u001B';
/** A slow line may bring the sequence of an arrow key in two pieces, so far apart. */
const patienceMs = 40;

/** Hands chunks on, an escape at the end of one together with what follows it at once: alone, it is the key. Undone when disposed. */
export function withWholeEscapes(hear: (chunk: string) => void): Disposable & {readonly listener: (chunk: string) => void} {
	let held = '';
	let timer: NodeJS.Timeout | undefined;
	const flush = () => {
		const chunk = held;
		held = '';
		if (chunk !== '') hear(chunk);
	};
	return {
		listener(chunk) {
			clearTimeout(timer);
			const text = held + chunk;
			const isOpen = text.endsWith(escapeKey);
			held = isOpen ? escapeKey : '';
			const whole = isOpen ? text.slice(0, -1) : text;
			if (whole !== '') hear(whole);
			if (isOpen) timer = setTimeout(flush, patienceMs);
		},
		[Symbol.dispose]: () => clearTimeout(timer),
	};
}

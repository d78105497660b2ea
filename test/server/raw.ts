import net from 'node:net';

/** The whole answer to bytes that no HTTP client would send; `undefined` when none came in time. @param parts - each sent so long (ms) after the one before */
export async function sendRaw(
	address: string,
	parts: readonly (string | Uint8Array)[],
	{gapMs = 0, withinMs = 30_000}: {readonly gapMs?: number; readonly withinMs?: number} = {},
): Promise<{readonly text: string; readonly isClosed: boolean; readonly ms: number}> {
	const {port} = new URL(address);
	const startMs = performance.now();
	return new Promise(resolve => {
		const socket = net.connect(Number(port), '127.0.0.1');
		const chunks: Buffer[] = [];
		let isOver = false;
		const end = (isClosed: boolean) => {
			isOver = true;
			clearTimeout(timer);
			socket.destroy();
			resolve({text: Buffer.concat(chunks).toString('latin1'), isClosed, ms: performance.now() - startMs});
		};
		const timer = setTimeout(() => end(false), withinMs);
		socket.on('data', chunk => chunks.push(chunk));
		socket.on('error', () => end(true));
		socket.on('close', () => end(true));
		const send = async () => {
			for (const part of parts) {
				if (isOver) return;
				socket.write(part);
				if (gapMs > 0) await new Promise(next => setTimeout(next, gapMs));
			}
		};
		send();
	});
}

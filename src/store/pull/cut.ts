/** A transfer that was cut short by the network or the other side: worth another try. */
export class Cut extends Error {
	override readonly name = 'Cut';
	/** Time that the other side asks to wait, in milliseconds. */
	readonly waitMs: number;

	constructor(message: string, {waitMs = 0, cause}: {readonly waitMs?: number; readonly cause?: unknown} = {}) {
		super(message, {cause});
		this.waitMs = waitMs;
	}
}

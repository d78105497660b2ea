/** Limits of a server. */
export type Limits = {
	/** Most of one request's body (bytes). */
	readonly bodyBytes: number;
	/** Most of all bodies that are read or kept at a time (bytes). */
	readonly heldBytes: number;
	/** Most pixels of a picture that is sent, and of one whose size is asked for. */
	readonly pixels: number;
	readonly askedPixels: number;
	/** Most requests that wait for the model at a time. */
	readonly waiting: number;
	/** Longest run (ms). */
	readonly runMs: number;
	/** Time for a body to begin to come, and for each stutter on its way (ms). */
	readonly stallMs: number;
	/** Least that a body comes by, beyond that time (bytes per second). */
	readonly bytesPerSecond: number;
};

/** A large photo fits; fifty at once take no more than a third of a gigabyte. */
export const usualLimits: Limits = {
	bodyBytes: 32 * 2 ** 20,
	heldBytes: 192 * 2 ** 20,
	pixels: 16_000_000,
	askedPixels: 2048 * 2048,
	waiting: 32,
	runMs: 30 * 60_000,
	stallMs: 7000,
	bytesPerSecond: 32_768,
};

/** Most pictures of one request. */
export const mostPictures = 10;
/** Longest instruction (characters): far more than any model takes. */
export const longestInstruction = 20_000;

/** A size as people read it: 16.2 GB. */
export function readableBytes(bytes: number): string {
	const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
	const power = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
	return `${(bytes / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
}

/** A time as people say it. */
export function readableTime(seconds: number): string {
	if (seconds < 90) return seconds < 1.5 ? 'a second' : `${Math.round(seconds)} seconds`;
	if (seconds < 90 * 60) return `${Math.round(seconds / 60)} minutes`;
	return `${(seconds / 3600).toFixed(seconds < 36_000 ? 1 : 0)} hours`;
}

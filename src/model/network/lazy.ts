/** A resource opened with its first use and closed if it was ever opened. */
export function lazy<Resource extends AsyncDisposable>(open: () => Promise<Resource>) {
	let opened: Promise<Resource> | undefined;
	return {
		get(): Promise<Resource> {
			opened ??= open();
			return opened;
		},
		async dispose(): Promise<void> {
			const resource = await opened?.catch(() => undefined); // The caller of `get` has been told.
			opened = undefined;
			await resource?.[Symbol.asyncDispose]();
		},
	};
}

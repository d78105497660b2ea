/** Things that are closed together, the last one first: Node.js 20 has no AsyncDisposableStack. */
export function createTogether() {
	const open: AsyncDisposable[] = [];
	return {
		use<Resource extends AsyncDisposable>(resource: Resource): Resource {
			open.unshift(resource);
			return resource;
		},
		async [Symbol.asyncDispose]() {
			for (const resource of open) await resource[Symbol.asyncDispose]();
		},
	};
}

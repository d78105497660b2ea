/** A promise settled from outside. Nobody waiting for it when it is rejected is fine. */
export type Deferred<Value> = {
	readonly promise: Promise<Value>;
	readonly resolve: (value: Value) => void;
	readonly reject: (error: unknown) => void;
};

export function createDeferred<Value>(): Deferred<Value> {
	const settle = {resolve: (_value: Value) => {}, reject: (_error: unknown) => {}};
	const promise = new Promise<Value>((resolve, reject) => {
		settle.resolve = resolve;
		settle.reject = reject;
	});
	promise.catch(() => {});
	return {promise, resolve: value => settle.resolve(value), reject: error => settle.reject(error)};
}

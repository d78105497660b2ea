/** A promise settled from outside. It may be rejected without a listener. */
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

/**
The variable that turns the inference library's telemetry off. The library reads it once, when it is loaded. Otherwise it keeps a device id and
a store of events under the user's home, and sends them. A value set in the environment does not count: nothing leaves the machine.
*/
export const telemetryOff = {ORT_DISABLE_TELEMETRY: '1'} as const;

/**
The inference library, its telemetry off. The only place that loads it, and not before it is needed: a process that only reads a config
does not pay for it, and imports at the head of a file, which run before any statement of it, cannot come first.
*/
export async function loadLibrary(): Promise<typeof import('onnxruntime-node')> {
	Object.assign(process.env, telemetryOff);
	return import('onnxruntime-node');
}

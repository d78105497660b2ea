/**
The graph that a device is tried with, and what must come out: `x` (2, 3) times a constant matrix (3, 2). In base64, because this room
writes no graphs; a test writes it again.
*/
export const probeGraph = {
	onnx:
		'CAoSBW1tYWRhOocBCiYKAXgKCmNvbnN0YW50XzESAXkaCE1hdE11bF8yIgZNYXRNdWw6ABIFcHJvYmUqLAgDCAIQAUIKY29uc3RhbnRfMUoYAACAPwAAAEAAAEBAAACAQA' +
		'AAoEAAAMBAWhMKAXgSDgoMCAESCAoCCAIKAggDYhMKAXkSDgoMCAESCAoCCAIKAggCQgQKABAVQhEKDWNvbS5taWNyb3NvZnQQAQ==',
	input: Float32Array.of(1, 2, 3, 4, 5, 6),
	output: [22, 28, 49, 64],
} as const;

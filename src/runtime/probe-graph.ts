/**
The graph that a device is tried with, and what must come out: `x` (2, 3) times a constant matrix (3, 2); and the same in float16. In base64, because
this room writes no graphs; a test writes them again.
*/
export const probeGraph = {
	onnx:
		'CAoSBW1tYWRhOocBCiYKAXgKCmNvbnN0YW50XzESAXkaCE1hdE11bF8yIgZNYXRNdWw6ABIFcHJvYmUqLAgDCAIQAUIKY29uc3RhbnRfMUoYAACAPwAAAEAAAEBAAACAQA' +
		'AAoEAAAMBAWhMKAXgSDgoMCAESCAoCCAIKAggDYhMKAXkSDgoMCAESCAoCCAIKAggCQgQKABAVQhEKDWNvbS5taWNyb3NvZnQQAQ==',
	halfOnnx:
		'CAoSBW1tYWRhOpICCi8KCmNvbnN0YW50XzESBkNhc3RfMhoGQ2FzdF8yIgRDYXN0KgkKAnRvGAqgAQI6AAomCgF4EgZDYXN0XzMaBkNhc3RfMyIEQ2FzdCoJCgJ0bxgKoAECOgAK' +
		'LgoGQ2FzdF8zCgZDYXN0XzISCE1hdE11bF80GghNYXRNdWxfNCIGTWF0TXVsOgAKKAoITWF0TXVsXzQSAXkaBkNhc3RfNSIEQ2FzdCoJCgJ0bxgBoAECOgASBXByb2JlKiwIAwgC' +
		'EAFCCmNvbnN0YW50XzFKGAAAgD8AAABAAABAQAAAgEAAAKBAAADAQFoTCgF4Eg4KDAgBEggKAggCCgIIA2ITCgF5Eg4KDAgBEggKAggCCgIIAkIECgAQFUIRCg1jb20ubWljcm9z' +
		'b2Z0EAE=',
	input: Float32Array.of(1, 2, 3, 4, 5, 6),
	output: [22, 28, 49, 64],
} as const;

/** Examples that a model of certain things can draw and change, tried out with the bundled one; others draw anything. */
const examples = {
	things: ['a red balloon above a small blue house at night', 'a cat and a yellow kite on the beach', 'a frog in the rain'],
	anything: ['a lighthouse on a cliff at sunset', 'an old bicycle in front of a bakery', 'a fox in the snow, watercolour'],
} as const;
const changes = {things: ['make it winter', 'six hours later'], anything: ['make it winter', 'at night']} as const;

/** Welcome of a session, in lines no wider than the window. */
export function welcomeLines(kind: keyof typeof examples, columns: number): string[] {
	const lines = [
		'mmada thinks and draws, both at once.',
		'Say what to draw, for example:',
		...examples[kind].map(example => `  ${example}`),
		`then what to change: ${changes[kind].join(', or ')}.`,
	];
	return lines.map(line => ` ${line.slice(0, Math.max(0, columns - 2))}`);
}

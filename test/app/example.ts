import {writeFile} from 'node:fs/promises';
import {edit, generate, openModel} from '../../src/index.ts';

/** Draw, watch the words come, and save the picture. */
export async function draw(file: string): Promise<string> {
	await using run = generate('a red balloon above a small blue house at night', {seed: 7});
	for await (const event of run) {
		if (event.type === 'step') console.log(`${event.step}: ${event.text}`);
	}
	const {png, reasoning} = await run.result();
	await writeFile(file, await png());
	return reasoning;
}

/** Change a picture, but for five minutes at most; without looking at the events. */
export const changed = async (file: string) => edit(file, 'make it winter', {signal: AbortSignal.timeout(300_000)}).result();

/** Several pictures with one model, which stays open. */
export async function drawSeveral(instructions: readonly string[]): Promise<Uint8Array[]> {
	await using model = await openModel('storybook', {threads: 2});
	const pictures: Uint8Array[] = [];
	for (const instruction of instructions) {
		const {png} = await model.generate(instruction, {steps: 16, imageSteps: 16}).result();
		pictures.push(await png());
	}
	return pictures;
}

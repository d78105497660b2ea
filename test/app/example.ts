import {edit, generate, keptRuns, openModel, resume, UserError} from '../../src/index.ts';

/** Draw, watch the words come, and save picture and transcript. */
export async function draw(folder: string): Promise<string> {
	await using run = generate('a red balloon above a small blue house at night', {seed: 7});
	for await (const event of run) {
		if (event.type === 'step') console.log(`${event.step}: ${event.text}`);
	}
	const result = await run.result();
	const {picture, transcript} = await result.save(folder, {name: '{slug}-{seed}'});
	console.log(`${picture}, and how it came about in ${transcript}`);
	return result.reasoning;
}

/** Change a picture, but for five minutes at most; without looking at the events. */
export const changed = async (file: string) => edit(file, 'make it winter', {signal: AbortSignal.timeout(300_000)}).result();

/** The same instruction with four seeds. */
export async function drawFour(instruction: string): Promise<Uint8Array[]> {
	const results = await generate(instruction, {seed: 1, count: 4, quality: 'fast'}).results();
	return Promise.all(results.map(async ({png}) => png()));
}

/** Several pictures with one model, which stays open. */
export async function drawSeveral(instructions: readonly string[], folder: string): Promise<void> {
	await using model = await openModel('storybook', {threads: 2});
	for (const instruction of instructions) {
		const result = await model.generate(instruction, {steps: 16, imageSteps: 16}).result();
		await result.save(folder, {hasMarkdown: true});
	}
}

/** A run that is recorded while it runs, stopped half-way, and resumed: here, or after a crash, by another process. */
export async function stopAndResume(instruction: string): Promise<string> {
	const run = generate(instruction, {seed: 7, isKept: true});
	for await (const event of run) if (event.type === 'step' && event.step === 8) run.cancel();
	const {keptAs} = await run.result();
	for (const {id, step, steps} of await keptRuns()) console.log(`${id}: ${step} of ${steps}`);
	return (await resume(keptAs).result()).reasoning;
}

/** A failure that the user can act on is a `UserError`. */
export async function explained(name: string): Promise<string> {
	try {
		await using model = await openModel(name);
		return model.folder;
	} catch (error) {
		if (error instanceof UserError) return `${error.message} ${error.hint}`;
		throw error;
	}
}

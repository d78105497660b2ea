import {eventsVersion, type RunEvent} from '../../events/events.ts';
import {createCanvas} from '../terminal/canvas.ts';
import {createPace} from '../terminal/frame-budget.ts';
import type {ScreenOptions} from './screen-options.ts';
import type {showRun} from './show-run.tsx';

type Show = typeof showRun;

/**
Render a made-up run off screen. Frames are slow until each line of what makes them was run once; that is to be over when the run begins, which
needs the processors itself.
*/
export const rehearse = (show: Show, options: Parameters<Show>[1], surface: Omit<Parameters<Show>[2], 'paint' | 'canvas' | 'pace'>) => {
	const canvas = createCanvas();
	const pace = createPace({maxFps: Number.POSITIVE_INFINITY, bytesPerSecond: Number.POSITIVE_INFINITY});
	return show(madeUpRun(options), options, {...surface, canvas, pace, paint: frame => void canvas.fill(frame)});
};

/** Its first step tells one word and has a picture; then it is over. */
async function* madeUpRun({title, seed}: ScreenOptions): AsyncGenerator<RunEvent, void, undefined> {
	const steps = 2;
	const [text, textIds, codes] = ['word ░', [0, null], [0, null, null, null]];
	const guidance = {guidanceText: 0, guidanceImage: 0, temperature: 1, textTemperature: 0};
	const plan = {recipe: 'parallel', steps, imageSteps: steps, textLength: steps, blockLength: steps} as const;
	const settings = {task: 'gen', instruction: title, seed, ...plan, ...guidance} as const;
	const model = {name: 'none', digest: 'none', device: 'none', grid: {rows: 2, columns: 2}, patch: side / 2};
	yield {type: 'started', version: eventsVersion, settings, model, notices: []};
	yield {type: 'step', step: 1, text, textIds, codes, elapsedMs: 1};
	const rgb = Buffer.from(Uint8Array.from({length: side * side * 3}, (_, index) => index)).toString('base64');
	yield {type: 'preview', step: 1, image: {width: side, height: side, rgb}};
	await shown();
}

/** Side of the picture (px): more than a preview has, so that shrinking is warmed up as well. */
const side = 96;

const shown = (): Promise<void> => new Promise(resolve => void setTimeout(resolve));

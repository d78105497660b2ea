import {exitCodes, UserError} from '../errors.ts';
import type {ModelFacts, RgbImage, RunEvent, RunSettings} from '../events/events.ts';
import {type Reveal, revealsOf} from '../events/reveal-times.ts';

/** A run as a sequence of moments, one a step: all that a film or a page of it shows, without a model. */
export type Film = {
	readonly settings: RunSettings;
	readonly model: ModelFacts;
	readonly isComplete: boolean;
	/** The last text in pieces, with the step that decided each. */
	readonly reveals: readonly Reveal[];
	/** The same of the texts that it had come to when it was changed, each up to that step. */
	readonly earlier: readonly {readonly until: number; readonly reveals: readonly Reveal[]}[];
	/** The picture that an edit started from. */
	readonly input?: RgbImage | undefined;
	/** The finished picture, or as far as a stopped run came. */
	readonly final: RgbImage;
	/** The first moment is the start, when nothing is decided. */
	readonly moments: readonly Moment[];
};

export type Moment = {
	/** 0 is the start. */
	readonly step: number;
	/** Steps that the run had by its plan then. */
	readonly of: number;
	/** 0 at the start. */
	readonly elapsedMs: number;
	/** Shares decided, 0-1. */
	readonly text: number;
	readonly image: number;
	/** For each code of the picture whether it is decided, and as it stayed to the end; row-major. */
	readonly settled: readonly boolean[];
	/** The network's last prediction of the whole picture, if one was decoded. */
	readonly preview?: RgbImage;
};

/** The film of a run's events. @throws UserError (65) when they hold no step or no picture */
export function toFilm(events: readonly RunEvent[], input?: RgbImage): Film {
	const started = events.find(event => event.type === 'started');
	const finished = events.find(event => event.type === 'finished');
	const steps = events.filter(event => event.type === 'step');
	const last = steps.at(-1);
	if (!started || !finished || !last) {
		throw new UserError('The transcript holds no run that could be shown.', {
			hint: 'Name the .json file that stands beside a saved picture.',
			exitCode: exitCodes.badData,
		});
	}
	const {rows, columns} = started.model.grid;
	const cells = last.codes.length === rows * columns ? last.codes.length : 0;
	const {steps: planned} = started.settings;
	// Words that a change takes back were there until then.
	const changes = events.flatMap(event => (event.type === 'steered' ? [event.step] : []));
	const ends = [...new Set(changes)].flatMap(at => steps.findLast(({step}) => step <= at) ?? []).filter(end => end !== last);
	const moments: Moment[] = [{step: 0, of: planned, elapsedMs: 0, text: 0, image: 0, settled: new Array<boolean>(cells).fill(false)}];
	let preview: RgbImage | undefined;
	for (const event of events) {
		if (event.type === 'preview') {
			preview = event.image;
			// It came right after its step.
			const shown = moments.at(-1);
			if (shown && shown.step > 0) moments[moments.length - 1] = {...shown, preview};
		} else if (event.type === 'step') {
			moments.push({
				step: event.step,
				of: event.of ?? planned,
				elapsedMs: event.elapsedMs,
				text: share(event.textIds),
				image: share(event.codes),
				settled: last.codes.slice(0, cells).map((code, index) => code !== null && event.codes[index] === code),
				...(preview && {preview}),
			});
		}
	}
	const {settings, model} = started;
	return {
		settings: {...settings, instruction: cut(settings.instruction, mostLetters.instruction)},
		model: {...model, name: cut(model.name, mostLetters.name), device: cut(model.device, mostLetters.name)},
		isComplete: finished.reason === 'complete',
		reveals: revealsOf(steps),
		earlier: ends.map(end => ({until: end.step, reveals: revealsOf(steps.slice(0, steps.indexOf(end) + 1))})),
		...(input && {input}),
		final: finished.image,
		moments,
	};
}

/** A transcript may be anybody's, and what stands in a film is drawn in every frame of it. */
const mostLetters = {instruction: 20_000, name: 100};

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most)}…` : text);

/** Share of some tokens that is decided, 0-1. */
const share = (tokens: readonly (number | null)[]): number =>
	tokens.length === 0 ? 1 : tokens.filter(token => token !== null).length / tokens.length;

import {Text} from 'ink';
import type {RunSettings, RunState} from '../../../events/events.ts';
import {decidedShare, percent} from '../../../events/progress.ts';
import {printable} from '../../../printable.ts';
import type {Layout} from '../layout.ts';
import {fitParts, readableElapsed, readableRest, type StatusPart} from '../status-parts.ts';

export type StatusProps = {
	readonly run: RunState;
	readonly settings: RunSettings;
	readonly kind: Layout['kind'];
	/** Index of the run among several. */
	readonly place?: string;
	readonly columns: number;
	/** Since the last event of the run. */
	readonly sinceMs: number;
	/** Asked to stop, and still at its step. */
	readonly isStopping: boolean;
	/** Asked to hold. */
	readonly isPaused: boolean;
	/** It is not happening now. */
	readonly isRecorded: boolean;
	/** Keys do something. */
	readonly hasKeys: boolean;
	/** Words and picture can be changed. */
	readonly canChange?: boolean | undefined;
};

/** The run's progress, on one line. */
export const StatusLine = ({columns, ...state}: StatusProps) => {
	const [first, ...others] = fitParts(partsOf(state), columns);
	const loud = others.filter(({isQuiet}) => !isQuiet);
	const quiet = others.filter(({isQuiet}) => isQuiet);
	const join = (parts: readonly StatusPart[]) => parts.map(({text}) => ` · ${text}`).join('');
	return (
		<Text wrap="truncate">
			<Text bold>{first?.text}</Text>
			{join(loud)}
			{quiet.length > 0 && <Text dimColor>{join(quiet)}</Text>}
		</Text>
	);
};

function partsOf({
	run,
	settings,
	kind,
	place,
	sinceMs,
	isStopping,
	isPaused,
	isRecorded,
	hasKeys,
	canChange = false,
}: Omit<StatusProps, 'columns'>): readonly StatusPart[] {
	const {model, textIds, codes, elapsedMs, end} = run;
	const isRunning = end === undefined && !isPaused && !isRecorded;
	if (isStopping && !end) {
		return [
			{text: 'stopping after this step', rank: 0},
			{text: 'Ctrl-C again leaves at once', rank: 1},
		];
	}
	const rest = isRunning ? readableRest(run) : undefined;
	return [
		{text: `${place === undefined ? '' : `${place} · `}${headOf(run, kind, isPaused)}`, rank: 0},
		...(isPaused && !end ? [{text: 'space resumes', rank: 2}] : []),
		...(isPaused && canChange && !end ? [{text: 'Tab changes it', rank: 2}] : []),
		{text: `text ${percent(decidedShare(textIds))}`, rank: 3},
		{text: `image ${percent(decidedShare(codes))}`, rank: 3},
		{text: readableElapsed(elapsedMs + (isRunning ? sinceMs : 0)), rank: 1},
		...(rest === undefined ? [] : [{text: rest, rank: 2}]),
		{text: `seed ${settings.seed}`, rank: 4, isQuiet: true},
		{text: `${printable(model?.name ?? '')} on ${printable(model?.device ?? '')}`, rank: 6, isQuiet: true},
		...(hasKeys && !end ? [{text: '? keys', rank: 5, isQuiet: true}] : []),
	];
}

const barCells = 10;

function headOf({step, steps = 0, end, isPaused: isHeld}: RunState, kind: Layout['kind'], isPaused: boolean): string {
	const place = `step ${step}/${steps}`;
	if (end === 'cancelled') return `stopped at ${place}`;
	if (isPaused && !end) return isHeld ? `paused at ${place}` : 'pausing after this step';
	if (kind !== 'bar') return place;
	const filled = Math.round((barCells * step) / steps);
	return `[${'#'.repeat(filled)}${'.'.repeat(barCells - filled)}] ${step}/${steps}`;
}

import {Box, Text} from 'ink';
import {useMemo} from 'react';
import wrapAnsi from 'wrap-ansi';
import {printable} from '../../../printable.ts';
import type {TypeAheadState} from '../../prompt/type-ahead.ts';
import {marksOf} from '../../steer/picture-marks.ts';
import {rowsBelowStatus} from '../../steer/steer-footer.tsx';
import {currentPlan, type SteerState} from '../../steer/steer-state.ts';
import {SteerWords} from '../../steer/steer-words.tsx';
import type {Canvas} from '../../terminal/canvas.ts';
import {cutTo} from '../../terminal/cells.ts';
import type {Size} from '../../terminal/size.ts';
import {waitingLines} from '../first-frame.ts';
import {type HelpNeeds, helpLines} from '../help-lines.ts';
import {gutter, type Layout, layoutFor} from '../layout.ts';
import {nextLines} from '../next-lines.ts';
import type {ScreenOptions} from '../screen-options.ts';
import type {Progress} from '../use-run.ts';
import type {ViewState} from '../view-state.ts';
import {Footer} from './footer.tsx';
import {NextLines} from './next-lines.tsx';
import {Picture} from './picture.tsx';
import {Reasoning} from './reasoning.tsx';

export type RunViewProps = Pick<ScreenOptions, 'keepsPicture'> & {
	readonly progress: Progress;
	readonly title: string;
	readonly seed: number;
	readonly window: Size;
	readonly view: ViewState;
	/** Actions of keys here; none without a keyboard. */
	readonly keys: HelpNeeds['keys'];
	/** A recorded run: no clock advances between its steps. */
	readonly isRecorded?: boolean | undefined;
	/** Words and picture can be changed. */
	readonly canChange?: boolean | undefined;
	/** A person changing what is held. */
	readonly steer?: SteerState | undefined;
	readonly hasPreview: boolean;
	readonly isStopping: boolean;
	/** Nothing lights up. */
	readonly isCalm: boolean;
	/** Draw the picture in ASCII. */
	readonly isAscii: boolean;
	readonly canvas: Canvas;
	/** Lines typed meanwhile, in a session. */
	readonly typed?: TypeAheadState | undefined;
};

/** Rows of notices. */
const mostNotices = 3;

/** The whole screen of a run. */
export const RunView = ({
	progress,
	title,
	seed,
	window,
	view,
	keys,
	hasPreview,
	keepsPicture,
	isStopping,
	isRecorded = false,
	canChange = false,
	steer: changing,
	isCalm,
	typed,
	...looks
}: RunViewProps) => {
	const {run, previous, sinceMs} = progress;
	const {settings, model, codes} = run;
	const steer = run.end === undefined ? changing : undefined;
	const shown = steer ? steer.look.codes : codes;
	const forgotten = steer && currentPlan(steer).codes;
	const decided = useMemo(
		() => model && {codes: shown.map((code, index) => (forgotten?.has(index) ? null : code)), ...model.grid},
		[shown, forgotten, model],
	);
	const marks = useMemo(() => steer && marksOf(steer), [steer]);
	if (!settings) return <Waiting title={title} seed={seed} typed={typed} window={window} />;

	const notices = noticeLines(run.notices, window);
	const isOver = run.end !== undefined;
	const help = view.showsHelp && !isOver && !steer ? helpLines({keys, canChange, hasPreview}, window) : [];
	const steerRows = steer ? rowsBelowStatus(steer, window) : view.message === undefined ? 0 : 1;
	const needs = {
		aspect: run.preview ? run.preview.width / run.preview.height : 1,
		textLength: settings.textLength,
		notices: notices.length,
		helpRows: help.length + steerRows + (isOver ? 0 : nextLines(typed, window).length),
		hasPreview: hasPreview && (isOver || view.showsPicture),
		pictureRows: Math.min(view.pictureRows ?? window.rows, looks.canvas.picture.rows),
	};
	const live = layoutFor(window, needs);
	const isKept = !isOver || !live.picture || keepsPicture(live.picture.rows, window);
	const layout: Layout = isKept ? live : layoutFor(window, {...needs, hasPreview: false});
	return (
		<Box flexDirection="column" paddingX={1}>
			{layout.showsTitle && <Title text={title} />}
			{layout.isAiry && notices.map(notice => <Notice key={notice} text={notice} />)}
			<Box marginY={layout.isAiry ? 1 : 0} columnGap={gutter} rowGap={1} flexDirection={layout.kind === 'side' ? 'row' : 'column'}>
				{steer ? (
					<SteerWords state={steer} size={layout.text} canvas={looks.canvas} />
				) : (
					<Reasoning
						now={run}
						previous={isCalm ? run : previous}
						blockLength={settings.blockLength}
						size={layout.text}
						isSteady={layout.kind === 'stacked' && !isOver}
						canvas={looks.canvas}
					/>
				)}
				{layout.picture && (
					<Picture image={run.preview} codes={isOver ? undefined : decided} marks={marks} size={layout.picture} {...looks} />
				)}
			</Box>
			<Footer
				run={run}
				settings={settings}
				kind={layout.kind}
				window={window}
				sinceMs={sinceMs}
				isStopping={isStopping}
				view={view}
				isRecorded={isRecorded}
				canChange={canChange}
				steer={steer}
				keys={keys}
				help={help}
			/>
			{!isOver && <NextLines typed={typed} window={window} />}
		</Box>
	);
};

/** Notices, each once, broken at words; cut where there is no room for more. */
function noticeLines(notices: readonly string[], {columns}: Size): readonly string[] {
	const width = Math.max(1, columns - 2);
	const lines = [...new Set(notices)].flatMap(notice => wrapAnsi(printable(notice), width, {hard: true}).split('\n'));
	const last = lines[mostNotices - 1];
	return lines.length > mostNotices && last !== undefined ? [...lines.slice(0, mostNotices - 1), cutTo(`${last} …`, width)] : lines;
}

/** The same as `firstFrame`, so that nothing moves when Ink takes over. */
export const Waiting = ({title, seed, typed, window}: Pick<RunViewProps, 'title' | 'seed' | 'typed' | 'window'>) => {
	const [first, second] = waitingLines(title, seed);
	return (
		<Box flexDirection="column" paddingX={1}>
			<Title text={first} />
			<Text dimColor wrap="truncate">
				{second}
			</Text>
			{(typed?.line.text !== '' || typed.waiting.length > 0) && <NextLines typed={typed} window={window} />}
		</Box>
	);
};

export const Title = ({text}: {readonly text: string}) => (
	<Text bold wrap="truncate">
		{printable(text)}
	</Text>
);

const Notice = ({text}: {readonly text: string}) => (
	<Text color="yellow" wrap="truncate">
		{printable(text)}
	</Text>
);

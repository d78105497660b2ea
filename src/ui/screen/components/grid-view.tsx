import {Box, Text} from 'ink';
import {useMemo} from 'react';
import type {RunState} from '../../../events/events.ts';
import type {Size} from '../../terminal/size.ts';
import {gridGap, gridLayout} from '../grid-layout.ts';
import {helpLines} from '../help-lines.ts';
import {nextLines} from '../next-lines.ts';
import {Footer} from './footer.tsx';
import {NextLines} from './next-lines.tsx';
import {Picture} from './picture.tsx';
import {Reasoning} from './reasoning.tsx';
import {type RunViewProps, Title, Waiting} from './run-view.tsx';

export type GridViewProps = RunViewProps & {
	/** Seeds of the pictures, in the order that they are made. */
	readonly seeds: readonly number[];
};

/** The screen of several runs, one after the other: their pictures side by side, and the reasoning of the one that goes. */
export const GridView = ({
	seeds,
	progress,
	title,
	window,
	view,
	keys,
	hasPreview,
	keepsPicture,
	isStopping,
	isCalm,
	canvas,
	isAscii,
	typed,
}: GridViewProps) => {
	const {run, earlier, previous, sinceMs} = progress;
	const {settings} = run;
	if (!settings) return <Waiting title={title} seed={seeds[0] ?? 0} typed={typed} window={window} />;

	const isOver = run.end !== undefined && (isStopping || earlier.length + 1 === seeds.length);
	const help = view.showsHelp && !isOver ? helpLines({keys, hasPreview}, window) : [];
	const showsPictures = hasPreview && (isOver ? keepsPicture(Number.POSITIVE_INFINITY, window) : view.showsPicture);
	const {perRow, picture, text, isAiry} = gridLayout(window, {
		count: showsPictures ? seeds.length : 0,
		aspect: run.preview ? run.preview.width / run.preview.height : 1,
		textLength: settings.textLength,
		helpRows: help.length + (isOver ? 0 : nextLines(typed, window).length),
		pictureRows: Math.min(view.pictureRows ?? window.rows, canvas.picture.rows),
	});
	const runs = [...earlier, run];
	const cells = seeds.map((seed, slot) => ({seed, slot, of: runs[slot]}));
	const lines = perRow === 0 ? [] : cells.flatMap((_, index) => (index % perRow === 0 ? [cells.slice(index, index + perRow)] : []));
	return (
		<Box flexDirection="column" paddingX={1}>
			<Title text={title} />
			{lines.length > 0 && (
				<Box flexDirection="column" marginTop={1}>
					{lines.map(line => (
						<Box key={line[0]?.seed} columnGap={gridGap}>
							{line.map(({seed, slot, of}) => (
								<Cell key={seed} run={of} seed={seed} slot={slot} size={picture} canvas={canvas} isAscii={isAscii} />
							))}
						</Box>
					))}
				</Box>
			)}
			<Box marginY={isAiry ? 1 : 0}>
				<Reasoning
					now={run}
					previous={isCalm ? run : previous}
					blockLength={settings.blockLength}
					size={text}
					isSteady={!isOver}
					canvas={canvas}
				/>
			</Box>
			<Footer
				run={run}
				settings={settings}
				kind="stacked"
				place={`picture ${runs.length}/${seeds.length}`}
				window={window}
				sinceMs={sinceMs}
				isStopping={isStopping && !isOver}
				view={view}
				isRecorded={false}
				keys={keys}
				help={help}
			/>
			{!isOver && <NextLines typed={typed} window={window} />}
		</Box>
	);
};

type CellProps = Pick<GridViewProps, 'canvas' | 'isAscii'> & {
	/** Undefined while its turn has not come. */
	readonly run: RunState | undefined;
	readonly seed: number;
	readonly slot: number;
	readonly size: Size;
};

const Cell = ({run, seed, slot, size, canvas, isAscii}: CellProps) => {
	const {model, codes, end} = run ?? {};
	const decided = useMemo(() => (model && codes && end === undefined ? {codes, ...model.grid} : undefined), [codes, model, end]);
	return (
		<Box flexDirection="column" width={size.columns}>
			<Picture image={run?.preview} codes={decided} size={size} slot={slot} canvas={canvas} isAscii={isAscii} />
			<Text dimColor={end === undefined} wrap="truncate">
				seed {seed}
			</Text>
		</Box>
	);
};

import {Box, Text} from 'ink';
import {useMemo} from 'react';
import {printable} from '../../../printable.ts';
import type {Canvas} from '../../terminal/canvas.ts';
import type {Size} from '../../terminal/size.ts';
import {waitingLines} from '../first-frame.ts';
import {type HelpNeeds, helpLines} from '../help-lines.ts';
import {layoutFor} from '../layout.ts';
import type {Progress} from '../use-run.ts';
import type {ViewState} from '../view-state.ts';
import {Footer} from './footer.tsx';
import {Picture} from './picture.tsx';
import {Reasoning} from './reasoning.tsx';

export type RunViewProps = {
	readonly progress: Progress;
	readonly title: string;
	readonly seed: number;
	readonly window: Size;
	readonly view: ViewState;
	/** Actions of keys here; none without a keyboard. */
	readonly keys: HelpNeeds['keys'];
	/** A recorded run: no clock advances between its steps. */
	readonly isRecorded?: boolean | undefined;
	readonly hasPreview: boolean;
	/** Show the picture in the last frame too; not if it is printed after it. */
	readonly keepsPicture: boolean;
	readonly isStopping: boolean;
	/** Nothing lights up. */
	readonly isCalm: boolean;
	/** Draw the picture in ASCII. */
	readonly isAscii: boolean;
	readonly canvas: Canvas;
};

const mostNotices = 2;

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
	isCalm,
	...looks
}: RunViewProps) => {
	const {run, previous, sinceMs} = progress;
	const {settings, model, codes} = run;
	const decided = useMemo(() => model && {codes, ...model.grid}, [codes, model]);
	if (!settings) return <Waiting title={title} seed={seed} />;

	const notices = [...new Set(run.notices)].slice(0, mostNotices);
	const isOver = run.end !== undefined;
	const help = view.showsHelp && !isOver ? helpLines({keys, hasPreview}, window) : [];
	const layout = layoutFor(window, {
		aspect: run.preview ? run.preview.width / run.preview.height : 1,
		textLength: settings.textLength,
		notices: notices.length,
		helpRows: help.length,
		hasPreview: hasPreview && (isOver ? keepsPicture : view.showsPicture),
		pictureRows: view.pictureRows,
	});
	return (
		<Box flexDirection="column" paddingX={1}>
			{layout.showsTitle && <Title text={title} />}
			{layout.isAiry && notices.map(notice => <Notice key={notice} text={notice} />)}
			<Box marginY={layout.isAiry ? 1 : 0} columnGap={2} rowGap={1} flexDirection={layout.kind === 'side' ? 'row' : 'column'}>
				<Reasoning
					now={run}
					previous={isCalm ? run : previous}
					blockLength={settings.blockLength}
					size={layout.text}
					isSteady={layout.kind === 'stacked' && !isOver}
					canvas={looks.canvas}
				/>
				{layout.picture && <Picture image={run.preview} codes={isOver ? undefined : decided} size={layout.picture} {...looks} />}
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
				keys={keys}
				help={help}
			/>
		</Box>
	);
};

/** The same as `firstFrame`, so that nothing moves when Ink takes over. */
export const Waiting = ({title, seed}: {readonly title: string; readonly seed: number}) => {
	const [first, second] = waitingLines(title, seed);
	return (
		<Box flexDirection="column" paddingX={1}>
			<Title text={first} />
			<Text dimColor wrap="truncate">
				{second}
			</Text>
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

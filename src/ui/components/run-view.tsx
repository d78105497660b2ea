import {Box, Text} from 'ink';
import {printable} from '../../printable.ts';
import type {Canvas} from '../canvas.ts';
import {waitingLines} from '../first-frame.ts';
import {layoutFor, type Size} from '../layout.ts';
import type {Progress} from '../use-run.ts';
import {Picture} from './picture.tsx';
import {Reasoning} from './reasoning.tsx';
import {StatusLine} from './status-line.tsx';

type Props = {
	readonly progress: Progress;
	readonly title: string;
	readonly seed: number;
	readonly window: Size;
	readonly hasPreview: boolean;
	/** Show the picture in the last frame too; not if it is printed after it. */
	readonly keepsPicture: boolean;
	readonly isStopping: boolean;
	readonly canvas: Canvas;
};

const mostNotices = 2;

/** The whole screen of a run. */
export const RunView = ({progress, title, seed, window, hasPreview, keepsPicture, isStopping, canvas}: Props) => {
	const {run, previousText} = progress;
	if (!run.settings) return <Waiting title={title} seed={seed} />;

	const notices = run.notices.slice(0, mostNotices);
	const isOver = run.end !== undefined;
	const layout = layoutFor(window, {
		aspect: run.preview ? run.preview.width / run.preview.height : 1,
		textLength: run.settings.textLength,
		notices: notices.length,
		hasPreview: hasPreview && (keepsPicture || !isOver),
	});
	return (
		<Box flexDirection="column" paddingX={1}>
			{layout.showsTitle && <Title text={title} />}
			{layout.isAiry && notices.map(notice => <Notice key={notice} text={notice} />)}
			<Box marginY={layout.isAiry ? 1 : 0} columnGap={2} rowGap={1} flexDirection={layout.kind === 'side' ? 'row' : 'column'}>
				<Reasoning
					text={printable(run.text)}
					previousText={printable(previousText)}
					size={layout.text}
					isSteady={layout.kind === 'stacked' && !isOver}
				/>
				{layout.picture && <Picture image={run.preview} size={layout.picture} canvas={canvas} />}
			</Box>
			<StatusLine run={run} settings={run.settings} kind={layout.kind} isStopping={isStopping} />
		</Box>
	);
};

/** The same as `firstFrame`, so that nothing moves when Ink takes over. */
const Waiting = ({title, seed}: {readonly title: string; readonly seed: number}) => {
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

const Title = ({text}: {readonly text: string}) => (
	<Text bold wrap="truncate">
		{printable(text)}
	</Text>
);

const Notice = ({text}: {readonly text: string}) => (
	<Text color="yellow" wrap="truncate">
		{printable(text)}
	</Text>
);

import {Box, Text} from 'ink';
import {printable} from '../../printable.ts';
import type {Canvas} from '../canvas.ts';
import {type Layout, layoutFor, type Size} from '../layout.ts';
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
const usualTextLength = 64;

/** The whole screen of a run. */
export const RunView = ({progress, title, seed, window, hasPreview, keepsPicture, isStopping, canvas}: Props) => {
	const {run, previousText} = progress;
	const notices = run.notices.slice(0, mostNotices);
	const isOver = run.end !== undefined;
	const layout = layoutFor(window, {
		aspect: run.preview ? run.preview.width / run.preview.height : 1,
		textLength: run.settings?.textLength ?? usualTextLength,
		notices: notices.length,
		hasPreview: hasPreview && (keepsPicture || !isOver),
	});
	const reasoning = (
		<Reasoning
			text={printable(run.text)}
			previousText={printable(previousText)}
			size={layout.text}
			isSteady={layout.kind === 'stacked' && !isOver}
		/>
	);
	const picture = layout.picture && <Picture image={run.preview} size={layout.picture} canvas={canvas} />;
	return (
		<Box flexDirection="column" paddingX={1}>
			{layout.showsTitle && (
				<Text bold wrap="truncate">
					{printable(title)}
				</Text>
			)}
			{layout.isAiry && notices.map(notice => <Notice key={notice} text={notice} />)}
			<Box marginY={layout.isAiry ? 1 : 0} columnGap={2} rowGap={1} flexDirection={directionOf(layout)}>
				{reasoning}
				{picture}
			</Box>
			<StatusLine run={run} seed={seed} kind={layout.kind} isStopping={isStopping} />
		</Box>
	);
};

const Notice = ({text}: {readonly text: string}) => (
	<Text color="yellow" wrap="truncate">
		{printable(text)}
	</Text>
);

const directionOf = ({kind}: Layout) => (kind === 'side' ? 'row' : 'column');

import {Text} from 'ink';
import type {TypeAheadState} from '../../prompt/type-ahead.ts';
import type {Size} from '../../terminal/size.ts';
import {nextLines} from '../next-lines.ts';

type Props = {readonly typed: TypeAheadState | undefined; readonly window: Size};

/** Lines below a run of a session: what is being typed and what waits, or that something can be. */
export const NextLines = ({typed, window}: Props) => (
	<>
		{nextLines(typed, window).map(line => (
			<Text key={line} wrap="truncate">
				{line}
			</Text>
		))}
	</>
);

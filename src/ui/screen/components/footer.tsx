import {Text} from 'ink';
import type {Size} from '../../terminal/size.ts';
import type {HelpNeeds} from '../help-lines.ts';
import type {ViewState} from '../view-state.ts';
import {StatusLine, type StatusProps} from './status-line.tsx';

type Props = Omit<StatusProps, 'columns' | 'isPaused' | 'hasKeys'> &
	Pick<HelpNeeds, 'keys'> & {
		readonly window: Size;
		readonly view: ViewState;
		/** Help on the keys, if it is asked for. */
		readonly help: readonly string[];
	};

/** Lines below a run: its progress, and help. */
export const Footer = ({window, view, keys, help, ...status}: Props) => (
	<>
		<StatusLine {...status} columns={window.columns - 2} isPaused={view.isPaused} hasKeys={keys !== 'none'} />
		{help.map(line => (
			<Text key={line} dimColor wrap="truncate">
				{line}
			</Text>
		))}
	</>
);

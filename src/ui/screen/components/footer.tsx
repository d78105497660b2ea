import {Text} from 'ink';
import {printable} from '../../../printable.ts';
import {SteerFooter} from '../../steer/steer-footer.tsx';
import type {SteerState} from '../../steer/steer-state.ts';
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
		/** A person changing what is held. */
		readonly steer?: SteerState | undefined;
	};

/** Lines below a run: its progress, and help. */
export const Footer = ({window, view, keys, help, steer, ...status}: Props) => (
	<>
		{steer ? (
			<SteerFooter state={steer} window={window} />
		) : (
			<StatusLine {...status} columns={window.columns - 2} isPaused={view.isPaused} hasKeys={keys !== 'none'} />
		)}
		{view.message !== undefined && (
			<Text color="yellow" wrap="truncate">
				{printable(view.message)}
			</Text>
		)}
		{help.map(line => (
			<Text key={line} dimColor wrap="truncate">
				{line}
			</Text>
		))}
	</>
);

import {Text} from 'ink';
import {printable} from '../../printable.ts';
import {fitParts, type StatusPart} from '../screen/status-parts.ts';
import type {Size} from '../terminal/size.ts';
import type {SteerState} from './steer-state.ts';
import {keyHints, lineParts, steerHelp, steerStatus} from './steer-texts.ts';

/** Lines below a run that is changed: where the cursor stands, what is typed or was said, and the keys. */
export const SteerFooter = ({state, window}: {readonly state: SteerState; readonly window: Size}) => {
	const columns = window.columns - 2;
	const [first, ...others] = fitted(steerStatus(state), columns);
	const line = lineParts(state, columns);
	const help = state.showsHelp ? steerHelp(window) : [];
	return (
		<>
			<Text wrap="truncate">
				<Text bold>{first}</Text>
				{others.map(text => ` · ${text}`).join('')}
			</Text>
			{line ? (
				<Text wrap="truncate">
					<Text color="cyan">{line.label}</Text>
					{line.before}
					<Text inverse>{line.at}</Text>
					{line.after}
					<Text dimColor>{line.rest + line.hint}</Text>
				</Text>
			) : (
				<Text wrap="truncate" {...(state.message === undefined ? {dimColor: true} : {color: 'yellow'})}>
					{state.message === undefined ? fitted(keyHints(state), columns).join(' · ') : printable(state.message)}
				</Text>
			)}
			{help.map(text => (
				<Text key={text} dimColor wrap="truncate">
					{text}
				</Text>
			))}
		</>
	);
};

/** Rows below the status line. */
export const rowsBelowStatus = ({showsHelp}: SteerState, window: Size): number => 1 + (showsHelp ? steerHelp(window).length : 0);

const fitted = (parts: readonly StatusPart[], columns: number): string[] => fitParts(parts, columns).map(({text}) => text);

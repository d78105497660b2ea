import {Box, Text} from 'ink';
import {useInsertionEffect, useMemo} from 'react';
import {type Canvas, markerOf, reasoningSlot} from '../terminal/canvas.ts';
import type {Size} from '../terminal/size.ts';
import type {SteerState} from './steer-state.ts';
import {wordLines} from './word-lines.ts';

type Props = {
	readonly state: SteerState;
	readonly size: Size;
	/** Takes the lines; the frame only marks where they begin. */
	readonly canvas: Canvas;
};

/** The words of a run that is changed, in the place of its reasoning; it keeps all its rows. */
export const SteerWords = ({state, size: {columns, rows}, canvas}: Props) => {
	const lines = useMemo(() => wordLines(state, {columns, rows}), [state, columns, rows]);
	// Insertion effects run before Ink writes the frame.
	useInsertionEffect(() => canvas.show({lines, columns, kept: 1}, reasoningSlot), [canvas, lines, columns]);
	return (
		<Box flexShrink={0} width={1} height={rows}>
			{lines.length > 0 && <Text>{markerOf(reasoningSlot)}</Text>}
		</Box>
	);
};

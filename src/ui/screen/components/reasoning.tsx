import {Box, Text} from 'ink';
import {useInsertionEffect, useMemo} from 'react';
import {printable} from '../../../printable.ts';
import {type Canvas, markerOf, reasoningSlot} from '../../terminal/canvas.ts';
import type {Size} from '../../terminal/size.ts';
import {masksInBlock, reasoningLines, type Thought} from '../reasoning-lines.ts';

type Props = {
	readonly now: Thought;
	/** As it was a moment ago: what has been decided since is lit. */
	readonly previous: Thought;
	/** Tokens of a block. */
	readonly blockLength: number;
	readonly size: Size;
	/** Keep all its rows, so that nothing below moves while it grows. */
	readonly isSteady: boolean;
	/** Takes the lines; the frame only marks where they begin. */
	readonly canvas: Canvas;
};

/** The reasoning as it fills in. In the frame it is one cell wide: what is beside it stands where it ends once that is filled. */
export const Reasoning = ({now, previous, blockLength, size: {columns, rows}, isSteady, canvas}: Props) => {
	const lines = useMemo(() => {
		const parts = {now: printed(now), previous: printed(previous), blockMasks: masksInBlock(now.textIds, blockLength)};
		return reasoningLines(parts, {columns, rows});
	}, [now, previous, blockLength, columns, rows]);
	// Insertion effects run before Ink writes the frame.
	useInsertionEffect(() => canvas.show({lines, columns, kept: 1}, reasoningSlot), [canvas, lines, columns]);
	return (
		<Box flexShrink={0} width={1} height={isSteady ? rows : lines.length}>
			{lines.length > 0 && <Text>{markerOf(reasoningSlot)}</Text>}
		</Box>
	);
};

const printed = ({text, textIds}: Thought): Thought => ({text: printable(text), textIds});

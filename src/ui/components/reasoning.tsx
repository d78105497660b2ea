import {Box, Text} from 'ink';
import {printable} from '../../printable.ts';
import type {Size} from '../layout.ts';
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
};

/** The reasoning as it fills in. */
export const Reasoning = ({now, previous, blockLength, size, isSteady}: Props) => {
	const parts = {now: printed(now), previous: printed(previous), blockMasks: masksInBlock(now.textIds, blockLength)};
	return (
		<Box flexShrink={0} width={size.columns} {...(isSteady ? {height: size.rows} : {})}>
			<Text>{reasoningLines(parts, size).join('\n')}</Text>
		</Box>
	);
};

const printed = ({text, textIds}: Thought): Thought => ({text: printable(text), textIds});

import {Box, Text} from 'ink';
import type {Size} from '../layout.ts';
import {type ReasoningParts, reasoningLines} from '../reasoning-lines.ts';

type Props = ReasoningParts & {
	readonly size: Size;
	/** Keep all its rows, so that nothing below moves while it grows. */
	readonly isSteady: boolean;
};

/** The reasoning as it fills in. */
export const Reasoning = ({size, isSteady, ...parts}: Props) => (
	<Box flexShrink={0} width={size.columns} {...(isSteady ? {height: size.rows} : {})}>
		<Text>{reasoningLines(parts, size).join('\n')}</Text>
	</Box>
);

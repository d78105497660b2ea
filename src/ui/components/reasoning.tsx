import {Box, Text} from 'ink';
import type {Size} from '../layout.ts';
import {reasoningLines} from '../reasoning-lines.ts';

type Props = {
	/** The text so far; a token still masked is one `░`. */
	readonly text: string;
	/** The text one step before: what is not in it is lit. */
	readonly previousText: string;
	readonly size: Size;
	/** Keep all its rows, so that nothing below moves while it grows. */
	readonly isSteady: boolean;
};

/** The reasoning as it fills in. */
export const Reasoning = ({text, previousText, size, isSteady}: Props) => (
	<Box flexShrink={0} width={size.columns} {...(isSteady ? {height: size.rows} : {})}>
		<Text>{reasoningLines(text, previousText, size).join('\n')}</Text>
	</Box>
);

import {Box, Text} from 'ink';
import {useMemo} from 'react';
import {thumbnail, toPixels} from '../../output/png.ts';
import type {RgbImage} from '../../run/events.ts';
import {paintPicture} from '../half-blocks.ts';
import type {Size} from '../layout.ts';

/** The picture so far in half blocks; its place stays free until there is one. */
export const Picture = ({image, size}: {readonly image?: RgbImage | undefined; readonly size: Size}) => {
	const {columns, rows} = size;
	const lines = useMemo(() => (image ? paintPicture(thumbnail(toPixels(image)), {columns, rows}) : []), [image, columns, rows]);
	return (
		<Box flexShrink={0} width={columns} height={rows}>
			<Text>{lines.join('\n')}</Text>
		</Box>
	);
};

import {Box, Text} from 'ink';
import {useInsertionEffect, useMemo} from 'react';
import {thumbnail, toPixels} from '../../output/png.ts';
import type {RgbImage} from '../../run/events.ts';
import {type Canvas, markers} from '../canvas.ts';
import {paintPicture} from '../half-blocks.ts';
import type {Size} from '../layout.ts';

type Props = {
	/** Undefined before there is one: its place stays free. */
	readonly image: RgbImage | undefined;
	readonly size: Size;
	/** Takes the lines; the frame only marks where they stand. */
	readonly canvas: Canvas;
};

/** The picture so far. */
export const Picture = ({image, size, canvas}: Props) => {
	const {columns, rows} = size;
	const lines = useMemo(() => (image ? paintPicture(thumbnail(toPixels(image)), {columns, rows}) : []), [image, columns, rows]);
	// Insertion effects run before Ink writes the frame.
	useInsertionEffect(() => canvas.show(lines), [canvas, lines]);
	return (
		<Box flexShrink={0} width={columns} height={rows}>
			<Text>{markers(lines.length)}</Text>
		</Box>
	);
};

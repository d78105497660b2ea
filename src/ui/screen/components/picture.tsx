import chalk from 'chalk';
import {Box, Text} from 'ink';
import {useInsertionEffect, useMemo} from 'react';
import type {RgbImage} from '../../../events/events.ts';
import {resample, thumbnailOf, thumbnailSide, toPixels} from '../../../picture/codec.ts';
import {markLines, markPixels, type PictureMarks} from '../../steer/picture-marks.ts';
import {type Canvas, markerOf} from '../../terminal/canvas.ts';
import {createPictureLines} from '../../terminal/half-blocks.ts';
import type {Size} from '../../terminal/size.ts';
import {type Codes, pale, withGuesses} from '../guesses.ts';

type Props = {
	/** Undefined before there is one: its place stays free. */
	readonly image: RgbImage | undefined;
	/** The decided part of it; all of it by default. */
	readonly codes?: Codes | undefined;
	/** Marks of a person who changes it. */
	readonly marks?: PictureMarks | undefined;
	readonly size: Size;
	/** Takes the lines; the frame only marks where they begin. */
	readonly canvas: Canvas;
	/** Index of the picture in the frame. */
	readonly slot?: number;
	readonly isAscii?: boolean;
};

/** The picture so far, what is only guessed of it pale. */
export const Picture = ({image, codes, marks, size: {columns, rows}, canvas, slot = 0, isAscii = false}: Props) => {
	// A replay looks as the run did: it has the thumbnails only, which are enough up to their size.
	const isSmall = Math.max(columns, rows * 2) <= thumbnailSide;
	const pixels = useMemo(
		() => image && resample(isSmall ? thumbnailOf(image) : toPixels(image), columns, rows * 2),
		[image, isSmall, columns, rows],
	);
	const guessed = useMemo(() => pixels && pale(pixels), [pixels]);
	const linesOf = useMemo(createPictureLines, []);
	const lines = useMemo(() => {
		const size = {columns, rows};
		const options = {isAscii, mostBytes: canvas.picture.bytes};
		if (!pixels || !guessed) return blank(size);
		const shown = codes ? withGuesses(pixels, guessed, codes) : pixels;
		if (marks && (isAscii || chalk.level === 0)) return markLines(linesOf(shown, size, options), size, marks);
		return linesOf(marks ? markPixels(shown, marks) : shown, size, options);
	}, [pixels, guessed, codes, marks, columns, rows, isAscii, linesOf, canvas]);
	// Insertion effects run before Ink writes the frame.
	useInsertionEffect(() => canvas.show({lines, columns, isFull: true}, slot), [canvas, lines, columns, slot]);
	return (
		<Box flexShrink={0} width={columns} height={rows}>
			<Text>{markerOf(slot)}</Text>
		</Box>
	);
};

const blank = ({columns, rows}: Size): string[] => Array.from({length: rows}, () => ' '.repeat(columns));

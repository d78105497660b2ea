import path from 'node:path';
import {pathToFileURL} from 'node:url';
import type {CallToolResult} from '@modelcontextprotocol/sdk/types.js';
import type {Pixels} from '../picture/codec.ts';
import {previewOf} from './preview.ts';

type Block = CallToolResult['content'][number];

/** Longest text in a message (letters): what a file says of itself may be of any length. */
const longestText = 20_000;

export const shortened = (text: string): string => (text.length > longestText ? `${text.slice(0, longestText)}…` : text);

export const textBlock = (text: string): Block => ({type: 'text', text: shortened(text)});

export const pictureBlock = async (picture: Pixels): Promise<Block> => ({type: 'image', ...(await previewOf(picture))});

const types: Readonly<Record<string, string | undefined>> = {'.png': 'image/png', '.json': 'application/json'};

/** A link to a file that a client may open. */
export function linkTo(file: string, title: string): Block {
	const mimeType = types[path.extname(file)];
	const {base} = path.parse(file);
	return {type: 'resource_link', uri: pathToFileURL(file).href, name: base, title, ...(mimeType !== undefined && {mimeType})};
}

import {createHash} from 'node:crypto';
import {encodePng, type Pixels, resize} from '../../../picture/codec.ts';
import type {EvalItem} from '../../parabench/item.ts';
import type {Axis} from '../../storybook/axes.ts';
import type {Answer} from '../mark.ts';
import {rubrics} from './rubrics.ts';

/** Judges get pictures with this longest side (px), as PNG: the same bytes for the same picture. */
const shownSide = 512;

/** A picture as a judge gets it. */
export type ShownPicture = {readonly png: string /** sha256 (hex) of the PNG */; readonly digest: string};

/** Subject of the questions about one output. */
export type Material = {
	readonly item: Pick<EvalItem, 'task' | 'instruction' | 'reference'>;
	readonly text?: string | undefined;
	readonly input?: ShownPicture | undefined;
	readonly output?: ShownPicture | undefined;
};

/** Bring a picture to the size that every judge gets. */
export async function shownPicture(picture: Pixels): Promise<ShownPicture> {
	const scale = shownSide / Math.max(picture.width, picture.height);
	const size = (length: number) => Math.max(1, Math.round(length * scale));
	const png = Buffer.from(await encodePng(scale === 1 ? picture : await resize(picture, size(picture.width), size(picture.height))));
	return {png: png.toString('base64'), digest: createHash('sha256').update(png).digest('hex')};
}

/** The pictures that an axis is judged by, in their fixed order: before, then after. */
export function picturesFor(axis: Axis, {item, input, output}: Material): {readonly title: string; readonly picture: ShownPicture}[] {
	const {sees} = rubrics.axes[axis];
	return [
		...(sees.includes('input') && item.task === 'edit' && input ? [{title: 'The picture to edit', picture: input}] : []),
		...(sees.includes('output') && output ? [{title: 'The result', picture: output}] : []),
	];
}

type Part = {readonly type: 'text'; readonly text: string} | {readonly type: 'image_url'; readonly image_url: {readonly url: string}};
export type Message = {readonly role: 'system' | 'user' | 'assistant'; readonly content: string | readonly Part[]};

/** The question about one axis, as messages of a chat. */
export function questionFor(axis: Axis, material: Material, order: Answer['order']): Message[] {
	const {sees, asks, scale} = rubrics.axes[axis];
	const {item, text} = material;
	const pictures = picturesFor(axis, material);
	const shown = order === 'fixed' ? pictures : pictures.toReversed();
	const lines = [
		asks,
		'',
		...(['5', '4', '3', '2', '1'] as const).map(score => `${score}: ${scale[score]}`),
		'',
		...(sees.includes('instruction') ? [tagged('instruction', item.instruction)] : []),
		...(sees.includes('reasoning') ? [tagged('reasoning', text ?? '')] : []),
		...(sees.includes('reference') && item.reference !== undefined ? [tagged('right-answer', item.reference)] : []),
	];
	return [
		{role: 'system', content: `${rubrics.role}\n\n${rubrics.guard}\n\n${rubrics.answer}`},
		{
			role: 'user',
			content: [
				{type: 'text', text: lines.join('\n')},
				...shown.flatMap(({title, picture}): Part[] => [
					{type: 'text', text: `${title}:`},
					{type: 'image_url', image_url: {url: `data:image/png;base64,${picture.png}`}},
				]),
				{type: 'text', text: rubrics.answer},
			],
		},
	];
}

/** The messages with digests for pictures: what a cache knows a question by. */
export const digestOf = (axis: Axis, material: Material, order: Answer['order']): string => {
	const blind = (shown: ShownPicture | undefined) => shown && {png: '', digest: shown.digest};
	const words = questionFor(axis, {...material, input: blind(material.input), output: blind(material.output)}, order);
	const digests = picturesFor(axis, material).map(({picture}) => picture.digest);
	return createHash('sha256')
		.update(JSON.stringify([words, digests, order]))
		.digest('hex');
};

/** Text of others between tags that it cannot close. */
const tagged = (name: string, text: string) => `<${name}>\n${text.replaceAll('<', '‹').replaceAll('>', '›')}\n</${name}>`;

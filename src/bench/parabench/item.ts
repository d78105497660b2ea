import type {Item as Truth} from '../../world/scene/item.ts';
import type {Axis} from '../storybook/axes.ts';

/** One instruction, of any benchmark. */
export type EvalItem = {
	/** Its name within the list: tells its output. */
	readonly id: string;
	readonly task: 'edit' | 'gen';
	readonly category: string;
	readonly instruction: string;
	/** The file of the picture to edit; one that has a `truth` is drawn instead. */
	readonly image?: string;
	/** Description of a right result, for a judge. */
	readonly reference?: string;
	/** The file of a right result. */
	readonly referenceImage?: string;
	/** An item of the storybook world: its pictures are drawn, and the exact judge knows what is right. */
	readonly truth?: Truth;
};

const generationAxes: readonly Axis[] = ['textQuality', 'textAlignment', 'imageQuality', 'imageAlignment', 'outputAlignment'];

/** The axes that an item has, in the order of the paper's table. */
export const axesOf = ({task}: Pick<EvalItem, 'task'>): readonly Axis[] =>
	task === 'edit'
		? ['textQuality', 'textAlignment', 'imageConsistency', 'imageAlignment', 'imageQuality', 'outputAlignment']
		: generationAxes;

/** Those that only the text decides, only the picture, or both. */
export const needs: Readonly<Record<Axis, {readonly text: boolean; readonly picture: boolean}>> = {
	textQuality: {text: true, picture: false},
	textAlignment: {text: true, picture: false},
	imageQuality: {text: false, picture: true},
	imageAlignment: {text: false, picture: true},
	imageConsistency: {text: false, picture: true},
	outputAlignment: {text: true, picture: true},
};

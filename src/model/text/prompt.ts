import type {CodeId} from '../../decoder/ids.ts';

/** Rows and columns of a picture, in tokens. */
export type Grid = {readonly rows: number; readonly columns: number};

/** The codes of a picture, row-major, and their grid. */
export type CodePicture = Grid & {readonly codes: readonly CodeId[]};

/** A run's demand on a model. Without `inputCodes` a picture is generated, with them it is edited. */
export type Prompt = {
	readonly instruction: string;
	readonly inputCodes?: readonly CodeId[];
	/** Grid of `inputCodes`, for models that take pictures of several shapes; without it that of the output. */
	readonly inputGrid?: Grid;
};

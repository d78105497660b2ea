import type {Defaults} from '../checkpoint/config.ts';

/** How a released family is run when nobody says otherwise, by recipe. */
type Presets = {
	/** The paper's method. */
	readonly parallel: Defaults;
	/** The released loop; its text is one block, as long as the text. */
	readonly official: Omit<Defaults, 'blockLength'>;
};

export const presets: {readonly a: Presets; readonly m: Presets} = {
	a: {
		// Settings of the released inference.py, with the text in blocks as the paper has them.
		parallel: {steps: 128, imageSteps: 64, blockLength: 64, guidanceText: 2.5, guidanceImage: 4, temperature: 1, textTemperature: 0},
		// The command that the authors' README gives.
		official: {steps: 128, imageSteps: 64, guidanceText: 0, guidanceImage: 4, temperature: 1, textTemperature: 0},
	},
	m: {
		// The paper's settings; its guidance scale is applied to the instruction.
		parallel: {steps: 128, imageSteps: 30, blockLength: 64, guidanceText: 3.5, guidanceImage: 0, temperature: 1, textTemperature: 0},
		// The paper's again. Text guidance stays at 0, as its sign is wrong there; picture guidance is against neither instruction nor picture.
		official: {steps: 128, imageSteps: 30, guidanceText: 0, guidanceImage: 3.5, temperature: 1, textTemperature: 0},
	},
};

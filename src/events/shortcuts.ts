import type {Acceleration} from '../decoder/acceleration.ts';

/** Acceleration as the wire, transcripts and the library's options have named it since version 1. */
export type Shortcuts = {
	/** `maxStepsPerPass`. */
	readonly mostSteps: number;
	/** `confidence`. */
	readonly sureness: number;
	readonly guidedShare: number;
	readonly promptRefresh?: number | undefined;
};

/** As it is told. */
export const toShortcuts = ({maxStepsPerPass, confidence, ...others}: Acceleration): Shortcuts => ({
	mostSteps: maxStepsPerPass,
	sureness: confidence,
	...others,
});

/** As the decoder takes it. */
export const toAcceleration = ({mostSteps, sureness, ...others}: Shortcuts): Acceleration => ({
	maxStepsPerPass: mostSteps,
	confidence: sureness,
	...others,
});

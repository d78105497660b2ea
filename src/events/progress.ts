/** The share of a modality's tokens that are decided, 0 to 1. */
export const decidedShare = (tokens: readonly (number | null)[]): number =>
	tokens.length === 0 ? 0 : tokens.filter(token => token !== null).length / tokens.length;

/** `42 %`, of a share 0 to 1; whole only when all is decided. */
export const percent = (share: number): string => `${Math.floor(share * 100)} %`;

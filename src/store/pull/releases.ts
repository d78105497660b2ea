/** A model that was released, by the name that it has here. */
export type Release = {
	readonly repository: string;
	/** The repository of the image tokenizer, where the model's own has none. */
	readonly images?: string;
};

/** The two that the authors of MMaDA-Parallel released, and the tokenizer that M needs. */
export const releases: Readonly<Record<string, Release>> = {
	'parallel-a': {repository: 'tyfeld/MMaDA-Parallel-A'},
	'parallel-m': {repository: 'tyfeld/MMaDA-Parallel-M', images: 'showlab/magvitv2'},
};

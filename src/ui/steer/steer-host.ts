import type {Agreed, Look, LookWord, Wish} from '../../events/look.ts';
import type {Intervention} from './plan.ts';

/** A run that can be changed while it is held. */
export type SteerHost = {
	/** Hold it, and tell how it stands at the step that is shown. @throws UserError where it cannot be changed */
	readonly look: () => Promise<Look>;
	/** Tell what a change of words or of the instruction comes to, there. @throws UserError for what cannot be */
	readonly agree: (wish: Wish) => Promise<Agreed>;
	/** Words that the model knows and that fit in the place of another, the most likely first, all of which begin with these letters. */
	readonly complete: (word: LookWord, prefix: string) => Promise<readonly string[]>;
	/** Make changes there, and go on. @throws UserError for what cannot be: it is held then, as it was */
	readonly goOn: (interventions: readonly Intervention[]) => Promise<void>;
};

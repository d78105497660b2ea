import type {Agreed, Look, WordWish} from '../../events/look.ts';
import type {Intervention} from './plan.ts';

/** A run that can be changed while it is held. */
export type SteerHost = {
	/** Hold it, and tell how it stands at the step that is shown. @throws UserError where it cannot be changed */
	readonly look: () => Promise<Look>;
	/** Tell what a change of words comes to, there. @throws UserError for what cannot be */
	readonly agree: (wish: WordWish) => Promise<Agreed>;
	/** Make changes there, and go on. @throws UserError for what cannot be: it is held then, as it was */
	readonly goOn: (interventions: readonly Intervention[]) => Promise<void>;
};

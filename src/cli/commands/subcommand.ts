import {usage} from '../../app/usage-error.ts';
import {nearest} from '../../words.ts';

/** The action of a command that has several: the one that its first word names. @throws UserError (2) with the nearest one */
export function actionOf<Action>(command: string, name: string, actions: Readonly<Record<string, Action>>): Action {
	const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
	if (action !== undefined) return action;
	const known = Object.keys(actions);
	const near = nearest(name, known);
	throw usage(
		`\`mmada ${command}\` has no \`${name}\`.`,
		near === undefined ? `It has: ${known.join(', ')}.` : `Did you mean \`mmada ${command} ${near}\`?`,
	);
}

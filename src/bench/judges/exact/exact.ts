import {resample} from '../../../picture/codec.ts';
import {geometry} from '../../../world/scene/scene.ts';
import type {Judge as StorybookJudge} from '../../storybook/judge.ts';
import type {EvalJudge, Mark} from '../mark.ts';

/**
The exact judge of the storybook world, for items that have a truth; of others it says `missing`. Pictures of another size are brought to
that of the world.
*/
export const exactJudge = (judge: StorybookJudge): EvalJudge => ({
	name: 'exact',
	facts: {kind: 'exact'},
	async judge({truth}, {text, picture}, {axes}) {
		const marks = (mark: (axis: (typeof axes)[number]) => Mark) => Object.fromEntries(axes.map(axis => [axis, mark(axis)]));
		if (!truth) return marks(() => ({state: 'missing', said: 'the exact judge knows items of the storybook world only'}));
		const shown = picture ? resample(picture, geometry.side, geometry.side) : judge.draw(truth.target);
		const {scores, failed} = judge.judge(truth, {...judge.look(shown), text: text ?? ''});
		const said = {
			textQuality: failed.text,
			textAlignment: failed.textGoal,
			imageQuality: [],
			imageAlignment: failed.imageGoal,
			imageConsistency: failed.kept,
			outputAlignment: failed.agreement,
		};
		return marks(axis => {
			const points = scores[axis];
			return points === undefined
				? {state: 'missing', said: 'nothing to keep'}
				: {state: 'ok', points, said: said[axis].length > 0 ? `not so: ${said[axis].join('; ')}` : ''};
		});
	},
});

import {exitCodes, UserError} from '../errors.ts';

/** That a change of a run came too late. */
export const over = () =>
	new UserError('The run is over.', {hint: 'Go on from one of its steps with `mmada rerun --from-step`.', exitCode: exitCodes.usage});

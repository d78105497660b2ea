import {exitCodes, UserError} from '../errors.ts';

/** The error of a change that came too late. */
export const over = () =>
	new UserError('The run is over.', {hint: 'Continue from one of its steps with `mmada rerun --from-step`.', exitCode: exitCodes.usage});

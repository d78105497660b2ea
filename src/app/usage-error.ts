import {exitCodes, UserError} from '../errors.ts';
export const usage = (message: string, hint: string) => new UserError(message, {hint, exitCode: exitCodes.usage});

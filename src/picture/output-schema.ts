import {z} from 'zod';
import {fits} from './fits.ts';
/** Way in which an input was brought to the model's size. */
export const fitSchema = z.enum(fits);

/** The size that a picture was saved at, and how it got into another shape. */
export const outputSchema = z.object({size: z.string().regex(/^(auto|model|\d{1,5}x\d{1,5})$/), fit: fitSchema.optional()});

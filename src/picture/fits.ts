/** Ways of bringing a picture into another shape: cut around its centre, with its edges drawn out at two sides, or squeezed. */
export const fits = ['crop', 'pad', 'stretch'] as const;
export type Fit = (typeof fits)[number];

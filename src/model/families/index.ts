import {familyA} from './a/family.ts';
import type {Family} from './family.ts';
import {familyM} from './m/family.ts';
import {storybook} from './storybook/family.ts';

/** Every family there is: the only list. A checkpoint is of the first one that it is named as. */
export const families: readonly Family[] = [storybook, familyM, familyA];

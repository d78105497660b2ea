import {readCodes} from '../../world/detect/read-codes.ts';
import {checkGoal, type Goal} from '../../world/scene/goal.ts';

/** Whether the scene of these codes meets all of a goal. */
export const codesSatisfy = (goal: Goal, codes: readonly number[]): boolean => checkGoal(goal, readCodes(codes)).every(({isMet}) => isMet);

/** Rows that steering never touches: what a person wrote or kept, and what an edit keeps of its picture. */
export type Fixed = {readonly text: readonly number[]; readonly image: readonly number[]};

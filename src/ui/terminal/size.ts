/** Terminal cells. */
export type Size = {readonly columns: number; readonly rows: number};

/** Rows that every frame leaves free: Ink wipes the scrollback when a frame is as tall as the window. */
export const spareRows = 2;

import {type LineState, withText} from './line-editor.ts';

/** Looking for an earlier line by a part of it, as with Ctrl-R in a shell. */
export type HistorySearch = {
	readonly query: string;
	/** Index of the line of the history that is shown; undefined while none has the query. */
	readonly at: number | undefined;
};

export const beginSearch: HistorySearch = {query: '', at: undefined};

/** The search for a longer or shorter query, from the newest line on. */
export const searchFor = (query: string, {history}: LineState): HistorySearch => ({
	query,
	at: query === '' ? undefined : findBefore(query, history, history.length),
});

/** The search with an older line that has the query, if there is one. */
export const searchOlder = (search: HistorySearch, {history}: LineState): HistorySearch => {
	const at = search.query === '' ? undefined : findBefore(search.query, history, search.at ?? history.length);
	return {...search, at: at ?? search.at};
};

/** The line that was found, to be edited or entered; as it was if none was. */
export const found = ({at}: HistorySearch, line: LineState): LineState =>
	at === undefined ? line : withText({...line, place: line.history.length}, line.history[at] ?? '');

function findBefore(query: string, history: readonly string[], end: number): number | undefined {
	const wanted = query.toLowerCase();
	const at = history.slice(0, end).findLastIndex(line => line.toLowerCase().includes(wanted));
	return at === -1 ? undefined : at;
}

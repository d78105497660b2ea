/** JSON as other programs write it: some put a UTF-8 byte order mark before it, which says nothing. @throws SyntaxError */
export const parseJson = (text: string): unknown => JSON.parse(withoutMark(text));

/** Text without the byte order mark that some programs begin a file with. */
export const withoutMark = (text: string): string => (text.startsWith('\uFEFF') ? text.slice(1) : text);

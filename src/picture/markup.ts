/** Text that may stand in XML and HTML, between tags and in attributes. */
export const toMarkup = (text: string): string => text.replace(/[&<>"]/g, letter => `&#${letter.charCodeAt(0)};`);

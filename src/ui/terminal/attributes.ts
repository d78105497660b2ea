const csi = '\u001B[';

/** Asks a terminal what it can do (primary device attributes). It answers by the keyboard. */
export const attributesQuestion = `${csi}c`;

const answer = new RegExp(`${csi.replace('[', '\\[')}\\?([\\d;]+)c`);
const sixels = '4';

/** Whether an answer in what came from the keyboard says that the terminal draws sixels; undefined where there is none. */
export function saysSixels(chunk: string): boolean | undefined {
	const [, attributes] = answer.exec(chunk) ?? [];
	// The first is the terminal's class.
	return attributes?.split(';').slice(1).includes(sixels);
}

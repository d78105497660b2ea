/** Words that every shell takes without quotes. */
const plain = /^[A-Za-z0-9_@%+=:,./][A-Za-z0-9_@%+=:,./-]*$/;

/**
One word of a line that is to be copied into a shell, whatever is in it: for PowerShell on Windows, for POSIX shells elsewhere. Line feeds
and control characters are left to `printable`, which every line for people goes through: within quotes no shell reads them as its own.
*/
export function shellWord(word: string, platform: string = process.platform): string {
	if (plain.test(word)) return word;
	// A path that starts like a flag is none.
	const safe = word.startsWith('-') ? `./${word}` : word;
	// PowerShell takes typographic quotes for quotes.
	return platform === 'win32' ? `'${safe.replace(/['‘’‚‛]/g, '$&$&')}'` : `'${safe.replaceAll("'", "'\\''")}'`;
}

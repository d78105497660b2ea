import {exitCodes, UserError} from '../../errors.ts';

const units: Readonly<Record<string, number>> = {'': 1, k: 1e3, m: 1e6, g: 1e9};

/** Bytes a second, as people write them: `5M`, `1.5 MB/s`, `300k`. @throws UserError (2) */
export function rateFrom(text: string): number {
	const [, number = '', unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([kmg]?)b?(?:\/s)?\s*$/i.exec(text) ?? [];
	const rate = Number(number) * (units[unit.toLowerCase()] ?? Number.NaN);
	// Less than that and nothing would ever come.
	if (number !== '' && rate >= 1000) return rate;
	throw new UserError(`--limit-rate is not \`${text}\`.`, {
		hint: 'Give bytes a second, 1k at least: --limit-rate 5M',
		exitCode: exitCodes.usage,
	});
}

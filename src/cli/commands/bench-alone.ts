import {drawnSuite, itemWords, usualItems} from '../../bench/suites.ts';
import type {Parsed} from '../parse/parse.ts';
import type {FlagName} from '../table/flags.ts';
import {confirm} from '../terminal/confirm.ts';
import {printNotice} from '../terminal/out.ts';

/** Items of a bench without a number. */
const fewItems = 20;

/** Flags that say nothing of what is to be measured. */
const sayNothing: readonly FlagName[] = ['seed', 'model', 'threads', 'quiet', 'json'];

/**
`mmada bench` alone: on a terminal it says what it would do and asks, elsewhere it does a little.
@returns what to do; undefined for nothing
@throws UserError (130) when the question is not answered
*/
export async function benchAlone(parsed: Parsed): Promise<Parsed | undefined> {
	const {input, flags} = parsed;
	const isAlone =
		input.length === 0 && Object.entries(flags).every(([name, value]) => value === undefined || sayNothing.some(one => one === name));
	if (!isAlone) return parsed;
	if (!process.stdin.isTTY || !process.stderr.isTTY) {
		if (flags.quiet !== true)
			printNotice(`Nothing says how many: ${fewItems} ${itemWords[drawnSuite]}; all ${usualItems} with -n ${usualItems}.\n`);
		return {...parsed, flags: {...flags, n: String(fewItems)}};
	}
	printNotice(
		`bench gives a model exercises that it never saw, and judges each picture: ${usualItems} ${itemWords[drawnSuite]} of the suite ${drawnSuite}.\nA short one: mmada bench -n ${fewItems}; other suites: mmada bench --help\n`,
	);
	return (await confirm(`Run all ${usualItems}?`, `A short one: mmada bench -n ${fewItems}`)) ? parsed : undefined;
}

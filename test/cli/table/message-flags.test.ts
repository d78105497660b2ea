import {readdirSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {commands} from '../../../src/cli/table/commands.ts';
import {type FlagName, flags, spelling} from '../../../src/cli/table/flags.ts';
import {otherFlags} from '../../../src/cli/table/other-names.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const sources = readdirSync(`${root}src`, {recursive: true, encoding: 'utf8'}).filter(name => /\.tsx?$/.test(name));

/** Of other programs and of style sheets: what they are and where they stand. */
const foreign: Readonly<Record<string, readonly string[]>> = {
	'cli/table/other-names.ts': Object.keys(otherFlags),
	'engine/engine.ts': ['--max-semi-space-size'],
	'cli/terminal/presenter.ts': ['--interrupt-budget'],
	'cli/commands/doctor/doctor.ts': ['--include'],
	'app/gpus.ts': ['--query-gpu', '--format'],
	'bench/report/parabench/page-style.ts': ['--paper', '--ink', '--soft', '--line', '--panel', '--bar', '--bad', '--warn'],
	'film/page-style.ts': ['--lit', '--dim', '--veil', '--strong', '--image', '--text', '--ground', '--dot'],
	'film/page-script.ts': ['--lit', '--dim', '--veil', '--strong', '--image', '--text', '--ground', '--dot'],
};

/** Flags within strings and templates, comments left out. */
function flagsIn(source: string): string[] {
	const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
	return [...code.matchAll(/(?<![\w-])--([a-z][a-z-]*[a-z])\b(?!-?\$)/g)].map(([flag]) => flag);
}

const known = new Set<string>(['--version', ...(Object.keys(flags) as FlagName[]).flatMap(name => [spelling(name), `--${name}`])]);

test('every flag that a message, a hint or an example names is one of the table', () => {
	const wrong = sources.flatMap(file =>
		flagsIn(readFileSync(`${root}src/${file}`, 'utf8'))
			.filter(flag => !known.has(flag) && !foreign[file]?.includes(flag))
			.map(flag => `${file}: ${flag}`),
	);
	expect(wrong).toEqual([]);
});

test('every flag of an example in the help belongs to its command', () => {
	for (const [name, command] of Object.entries(commands)) {
		const own = new Set<string>((command.flags as readonly FlagName[]).flatMap(flag => [spelling(flag), `--${flag}`]));
		for (const example of 'examples' in command ? (command.examples as readonly string[]) : []) {
			if (example.startsWith(`mmada ${name} `))
				expect(
					flagsIn(example).filter(flag => !own.has(flag)),
					example,
				).toEqual([]);
		}
	}
});

test('the documents name no flag that is not there', () => {
	const pages = [
		'README.md',
		...readdirSync(`${root}docs`)
			.filter(name => name.endsWith('.md'))
			.map(name => `docs/${name}`),
	];
	const others = /\b(?:npm|node|git|pip|python|torchrun|docker|uv|npx|chmod|ls|apt|curl|vitest|sbatch|srun)\b/;
	const wrong = pages.flatMap(page =>
		readFileSync(`${root}${page}`, 'utf8')
			.split('\n')
			.filter(line => /\bmmada\b/.test(line) && !others.test(line))
			.flatMap(line => flagsIn(line).filter(flag => !known.has(flag)))
			.map(flag => `${page}: ${flag}`),
	);
	expect(wrong).toEqual([]);
});

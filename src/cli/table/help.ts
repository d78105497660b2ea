import {commands, session} from './commands.ts';
import {type Flag, flags, spelling} from './flags.ts';

const promise = 'mmada: one masked-diffusion transformer thinks in words and draws, both at once.';

/** The help of the program, or of one command. */
export function helpText(name?: string): string {
	const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
	if (!command) {
		return [
			promise,
			'',
			'Usage',
			...columns([session, ...Object.values(commands)].map(({usage, text}) => [`mmada ${usage}`, text])),
			'',
			'Flags',
			...columns([
				['-h, --help', 'this text; `mmada gen --help` for the flags of a command'],
				['    --version', 'the version'],
			]),
			'',
			'Example',
			`  ${commands.gen?.examples[0]}`,
		].join('\n');
	}
	return [
		`mmada ${command.usage}: ${command.text}.`,
		'',
		'Flags',
		...columns(
			command.flags.map(flag => {
				const {short, value, text}: Flag = flags[flag];
				return [`${short ? `-${short}, ` : '    '}${spelling(flag)}${value ? ` <${value}>` : ''}`, command.meanings?.[flag] ?? text];
			}),
		),
		'',
		command.examples.length > 1 ? 'Examples' : 'Example',
		...command.examples.map(example => `  ${example}`),
	].join('\n');
}

function columns(rows: readonly (readonly [string, string] | readonly string[])[]): string[] {
	const width = Math.max(...rows.map(([left = '']) => left.length));
	return rows.map(([left = '', right = '']) => `  ${left.padEnd(width)}  ${right}`);
}

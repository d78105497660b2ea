import {type CommandWords, commandWords, type FlagWords} from './words.ts';

/** To be named _mmada in a folder of $fpath, or sourced after compinit. */
export function zshCompletion(): string {
	const commands = commandWords();
	return `#compdef mmada
# Completion of mmada for zsh, made by: mmada completion zsh
_mmada() {
	local -a commands=(
${commands.map(({name, text}) => `		${quoted(`${name}:${text.replaceAll(':', '\\:')}`)}`).join('\n')}
	)
	if (( CURRENT == 2 )); then
		_describe -t commands command commands
		_arguments '--help[this text]' '--version[the version]'
		return
	fi
	shift words
	(( CURRENT-- ))
	case $words[1] in
${commands.map(commandCase).join('\n')}
	esac
}
if [ "\${funcstack[1]}" = _mmada ]; then _mmada "$@"; else compdef _mmada mmada; fi
`;
}

function commandCase({name, flags, actions, values}: CommandWords): string {
	const others = Object.entries(values).map(([action, words]) => `${action}) _values setting ${words.join(' ')} ;;`);
	const first = actions.length > 0 ? `:action:(${actions.join(' ')})` : '*:file:_files';
	const rest = actions.length === 0 ? [] : others.length > 0 ? [`*:value:{case $line[1] in ${others.join(' ')} esac}`] : ['*:file:_files'];
	return `		${name}) _arguments -s -S ${[...flags.flatMap(flagSpecs), first, ...rest].map(quoted).join(' ')} ;;`;
}

function flagSpecs({long, short, text, offer}: FlagWords): string[] {
	const value = offer === 'nothing' ? '' : offer === 'file' ? ':file:_files' : offer === 'text' ? ':value:' : `:value:(${offer.join(' ')})`;
	const explained = `[${text.replace(/[[\]\\]/g, '\\$&')}]${value}`;
	const spellings = short === undefined ? [long] : [long, short];
	const excluded = spellings.length > 1 ? `(${spellings.join(' ')})` : '';
	return spellings.map(spelling => `${excluded}${spelling}${explained}`);
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

import type {ActionWords, CommandWords, FlagWords, Offer} from './words.ts';

/** To be named _mmada in a folder of $fpath, or sourced after compinit. */
export function zshCompletion(commands: readonly CommandWords[]): string {
	return `#compdef mmada
# Completion of mmada for zsh, made by: mmada completion zsh
# Names that only this machine knows.
_mmada_names() {
	local -a found=(\${(f)"$(_call_program names mmada completion names $1 2>/dev/null)"})
	compadd -a found
	[[ $1 = models ]] && _files -/
}
_mmada() {
	local -a commands=(
${commands.map(({name, text}) => `		${quoted(described(name, text))}`).join('\n')}
	)
	if (( CURRENT == 2 )); then
		_describe -t commands command commands
		_arguments '--help[this text]' '--help-all[the same with every command]' '--version[the version]'
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

function commandCase({name, flags, offer, actions}: CommandWords): string {
	if (actions.length === 0) return `		${name}) ${argumentsOf(flags, [`*${specOf(offer)}`])} ;;`;
	const list = actions.map(action => quoted(described(action.name, action.text))).join(' ');
	return `		${name})
			if (( CURRENT == 2 )); then
				local -a actions=(${list})
				_describe -t actions action actions
				${argumentsOf(flags, [])}
				return
			fi
			case $words[2] in
${actions.map(actionCase).join('\n')}
				*) ${argumentsOf(flags, ['*:file:_files'])} ;;
			esac ;;`;
}

function actionCase({name, flags, offer, values}: ActionWords): string {
	const known = Object.entries(values).map(([word, all]) => `${word}) compadd ${all.join(' ')} ;;`);
	const second = known.length === 0 ? [] : [`3:value:{case $words[3] in ${known.join(' ')} esac}`];
	const rest = known.length === 0 && offer === 'file' ? ['*:file:_files'] : [];
	return `				${name}) ${argumentsOf(flags, ['1:action:', `2${specOf(offer)}`, ...second, ...rest])} ;;`;
}

const argumentsOf = (flags: readonly FlagWords[], words: readonly string[]): string =>
	`_arguments -s -S ${[...flags.flatMap(flagSpecs), ...words].map(quoted).join(' ')}`;

/** A word, or the value of a flag, as `_arguments` has it. */
function specOf(offer: Offer): string {
	if (offer === 'file') return ':file:_files';
	if (offer === 'nothing' || offer === 'text') return ':value:';
	return 'names' in offer ? `:name:{_mmada_names ${offer.names}}` : `:value:(${offer.join(' ')})`;
}

function flagSpecs({spellings, text, offer}: FlagWords): string[] {
	const explained = `[${text.replace(/[[\]\\]/g, '\\$&')}]${offer === 'nothing' ? '' : specOf(offer)}`;
	const excluded = spellings.length > 1 ? `(${spellings.join(' ')})` : '';
	return spellings.map(spelling => `${excluded}${spelling}${explained}`);
}

const described = (name: string, text: string): string => `${name}:${text.replaceAll(':', '\\:')}`;
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

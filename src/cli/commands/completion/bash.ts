import {commandWords, type FlagWords} from './words.ts';

/** Runs in the bash 3.2 of macOS too. Where nothing is offered, bash offers files. */
export function bashCompletion(): string {
	const commands = commandWords();
	return `# Completion of mmada for bash, made by: mmada completion bash
_mmada() {
	local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} words= flags=
	# bash takes --recipe=parallel apart at the sign.
	if [ "$current" = = ]; then current=
	elif [ "$previous" = = ]; then previous=\${COMP_WORDS[COMP_CWORD-2]}
	fi
	COMPREPLY=()
	if [ "$COMP_CWORD" -eq 1 ]; then
		COMPREPLY=($(compgen -W '${commands.map(({name}) => name).join(' ')} --help --version' -- "$current"))
		return
	fi
	case "\${COMP_WORDS[1]} $previous" in
${commands.flatMap(({name, flags}) => flags.flatMap(flag => valueCase(name, flag))).join('\n')}
	esac
	case "\${COMP_WORDS[1]}" in
${commands.map(({name, flags, actions}) => `		${name}) flags='${flags.flatMap(spellings).join(' ')}' words='${actions.join(' ')}' ;;`).join('\n')}
	esac
	[ "$COMP_CWORD" -gt 2 ] && words=
	case "\${COMP_WORDS[1]} \${COMP_WORDS[2]}" in
${commands.flatMap(({name, values}) => Object.entries(values).map(([action, words]) => `		'${name} ${action}') [ "$COMP_CWORD" -eq 3 ] && words='${words.join(' ')}' ;;`)).join('\n')}
	esac
	case "$current" in
		-*) words=$flags ;;
	esac
	COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _mmada mmada
`;
}

const spellings = ({long, short}: FlagWords): string[] => (short === undefined ? [long] : [long, short]);

/** Completions after a flag that takes a value: its words; for all else, files. */
function valueCase(command: string, flag: FlagWords): string[] {
	if (flag.offer === 'nothing') return [];
	const patterns = spellings(flag).map(spelling => `'${command} ${spelling}'`);
	const words = Array.isArray(flag.offer) ? `COMPREPLY=($(compgen -W '${flag.offer.join(' ')}' -- "$current")); ` : '';
	return [`		${patterns.join('|')}) ${words}return ;;`];
}

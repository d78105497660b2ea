import type {CommandWords, Offer} from './words.ts';

/** For a PowerShell profile. Where nothing is offered, PowerShell offers files. */
export function pwshCompletion(commands: readonly CommandWords[]): string {
	return `# Completion of mmada for PowerShell, made by: mmada completion pwsh
Register-ArgumentCompleter -Native -CommandName mmada -ScriptBlock {
	param($wordToComplete, $commandAst, $cursorPosition)
	$commands = [ordered]@{
${commands.map(commandTable).join('\n')}
	}
	$words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
	if ($words.Count -le 1) {
		$offers = @($commands.Keys | ForEach-Object { ,@($_, $commands[$_].Text) })
	} else {
		$command = $commands[$words[1]]
		if ($null -eq $command) { return }
		$previous = $words[$words.Count - 1]
		if ($words.Count -gt 2 -and $command.Values.Contains($previous)) {
			$values = $command.Values[$previous]
			if ($values -is [scriptblock]) { $values = & $values }
			$offers = @($values | ForEach-Object { ,@($_, $_) })
		} elseif ($wordToComplete -like '-*') {
			$offers = $command.Flags
		} elseif ($words.Count -eq 2) {
			$offers = @($command.Actions | ForEach-Object { ,@($_, $_) })
		} else { return }
	}
	$offers | Where-Object { $_[0] -like "$wordToComplete*" } | ForEach-Object {
		[System.Management.Automation.CompletionResult]::new($_[0], $_[0], 'ParameterValue', $_[1])
	}
}
`;
}

function commandTable({name, text, flags, offer, actions}: CommandWords): string {
	const offered = flags.flatMap(flag => flag.spellings.map(spelling => `,@(${quoted(spelling)}, ${quoted(flag.text)})`));
	const first = actions.length > 0 ? actions.map(action => action.name) : Array.isArray(offer) ? offer : [];
	const after = [
		...actions.flatMap(action => valuesAfter([action.name], action.offer)),
		...actions.flatMap(action => Object.entries(action.values).map(([word, known]) => `${quoted(word)} = ${listed(known)}`)),
		...flags.flatMap(flag => valuesAfter(flag.spellings, flag.offer)),
	];
	return `		${quoted(name)} = @{
			Text = ${quoted(text)}
			Flags = @(${offered.join('; ')})
			Actions = ${listed(first)}
			Values = @{${[...new Set(after)].join('; ')}}
		}`;
}

/** Completions after some words, as entries of a table; names of the machine as a block to run. */
function valuesAfter(words: readonly string[], offer: Offer): string[] {
	if (typeof offer === 'string') return [];
	const values = 'names' in offer ? `{ mmada completion names ${offer.names} 2>$null }` : listed(offer);
	return words.map(word => `${quoted(word)} = ${values}`);
}

const listed = (words: readonly string[]): string => `@(${words.map(quoted).join(', ')})`;
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

import {type CommandWords, commandWords, type FlagWords} from './words.ts';

/** For a PowerShell profile. Where nothing is offered, PowerShell offers files. */
export function pwshCompletion(): string {
	return `# Completion of mmada for PowerShell, made by: mmada completion pwsh
Register-ArgumentCompleter -Native -CommandName mmada -ScriptBlock {
	param($wordToComplete, $commandAst, $cursorPosition)
	$commands = [ordered]@{
${commandWords().map(commandTable).join('\n')}
	}
	$words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
	if ($words.Count -le 1) {
		$offers = @($commands.Keys | ForEach-Object { ,@($_, $commands[$_].Text) })
	} else {
		$command = $commands[$words[1]]
		if ($null -eq $command) { return }
		$previous = $words[$words.Count - 1]
		if ($words.Count -gt 2 -and $command.Values.Contains($previous)) {
			$offers = @($command.Values[$previous] | ForEach-Object { ,@($_, $_) })
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

function commandTable({name, text, flags, actions, values}: CommandWords): string {
	const offered = flags.flatMap(flag => spellings(flag).map(spelling => `,@(${quoted(spelling)}, ${quoted(flag.text)})`));
	const after = [
		...Object.entries(values),
		...flags.flatMap(flag =>
			Array.isArray(flag.offer) ? spellings(flag).map(spelling => [spelling, flag.offer as readonly string[]] as const) : [],
		),
	];
	return `		${quoted(name)} = @{
			Text = ${quoted(text)}
			Flags = @(${offered.join('; ')})
			Actions = @(${actions.map(quoted).join(', ')})
			Values = @{${after.map(([word, known]) => `${quoted(word)} = @(${known.map(quoted).join(', ')})`).join('; ')}}
		}`;
}

const spellings = ({long, short}: FlagWords): string[] => (short === undefined ? [long] : [long, short]);

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

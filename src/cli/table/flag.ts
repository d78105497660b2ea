/** One flag: its help, and how it is read. With `value` it takes one, shown by that name; else it is a switch. */
export type Flag = {
	readonly short?: string;
	readonly value?: string;
	/** A switch that is on: shown and given as `--no-...`. */
	readonly isOn?: boolean;
	/** Values to offer; a file or folder is offered by what `value` says. */
	readonly choices?: readonly string[];
	/** Names of this machine to offer, besides files. */
	readonly names?: MachineNames;
	/** Its effect, as short as a line of the help. */
	readonly text: string;
	/** More of it, for the manual: Markdown. */
	readonly more?: string;
};

/** Names that only the machine knows: what `mmada completion names` prints. */
export type MachineNames = 'models' | 'runs';

import type {CommandWords, FlagWords, Offer} from '../../../shell/words.ts';
import type {Takes} from '../../table/command.ts';
import {commands} from '../../table/commands.ts';
import {type Flag, type FlagName, flags, spelling} from '../../table/flags.ts';
import {settingNames} from '../../table/setting-names.ts';

/** Every command as shells complete it, from the same tables as the help and the parser. */
export const commandWords = (): CommandWords[] =>
	Object.entries(commands).map(([name, {text, flags: own, meanings, takes, actions = {}}]) => ({
		name,
		text,
		flags: own.map(flag => flagWords(flag, meanings?.[flag])),
		offer: offerOf(takes),
		actions: Object.entries(actions).map(([action, about]) => ({
			name: action,
			text: about.text,
			flags: about.flags.map(flag => flagWords(flag, about.meanings?.[flag])),
			offer: offerOf(about.takes),
			values: about.takes === 'settings' && action === 'set' ? settingValues() : {},
		})),
	}));

function offerOf(takes: Takes | undefined): Offer {
	if (takes === undefined) return 'file';
	if (takes === 'settings') return settingNames;
	return takes === 'models' || takes === 'runs' ? {names: takes} : takes;
}

/** Values of settings that have few; of a switch both. */
const settingValues = (): Record<string, readonly string[]> =>
	Object.fromEntries(
		settingNames.flatMap(name => {
			const {value, choices}: Flag = flags[name];
			return value === undefined ? [[name, ['true', 'false']]] : choices ? [[name, choices]] : [];
		}),
	);

function flagWords(name: FlagName, meaning: string | undefined): FlagWords {
	const {short, value, choices, names, text}: Flag = flags[name];
	const offer = names ? {names} : (choices ?? (value === 'file' || value === 'folder' ? 'file' : 'text'));
	return {
		spellings: [spelling(name), ...(short ? [`-${short}`] : [])],
		text: meaning ?? text,
		...(value && {value}),
		offer: value === undefined ? 'nothing' : offer,
	};
}

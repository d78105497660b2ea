import {requestFields} from '../../../app/request-fields.ts';
import {askedBy} from '../../../app/said-fields.ts';
import {usage} from '../../../app/usage-error.ts';
import {atDoor} from '../../../errors.ts';
import {settingFlagNames} from '../../../events/settings.ts';
import {nearest} from '../../../words.ts';
import {type Flag, type FlagName, flags} from '../../table/flags.ts';
import type {ShownRequest} from '../../terminal/report.ts';

type RequestField = keyof typeof requestFields;

/** Fields that a session has other commands for, or that its engine was opened with. */
const others = new Set<RequestField>(['seed', 'count', 'mask', 'inpaint', 'outpaint', 'device', 'threads', 'text-length']);
const places = ['output', 'name'] as const;

/** Names that `/set` knows. */
export const sessionSettings: readonly string[] = [
	...settingFlagNames,
	...(Object.keys(requestFields) as RequestField[]).filter(name => !others.has(name)),
	...places,
];

/** Settings made in a session, by name: texts as they were typed. */
export type Changes = ReadonlyMap<string, string>;

/** The word for the value that a setting had when the session began. */
const asBefore = 'default';

/** Values that `/set` offers for a name. */
export const valuesOf = (name: string): readonly string[] => {
	const flag: Flag | undefined = isFlag(name) ? flags[name] : undefined;
	if (!flag) return [];
	return flag.value === undefined ? ['on', 'off', asBefore] : [...(flag.choices ?? []), asBefore];
};

const isFlag = (name: string): name is FlagName => Object.hasOwn(flags, name);

/**
The changes with one more, from the words after `/set`. @throws UserError (2) when there is no such setting, or it has no such value
*/
export function changedBy(changes: Changes, words: string): Changes {
	const [, name = '', value = ''] = /^(\S+)\s*=?\s*(.*)$/su.exec(words.trim()) ?? [];
	if (!sessionSettings.includes(name)) {
		const near = nearest(name, sessionSettings);
		throw usage(
			`A session has no setting \`${name}\`.`,
			near ? `Did you mean /set ${near}?` : `There are: ${sessionSettings.join(', ')}. Model and device are flags: mmada --model NAME`,
		);
	}
	if (value === '') throw usage(`What \`${name}\` is to be is missing.`, `Try: /set ${name} ${valuesOf(name)[0] ?? asBefore}`);
	const {[name]: _, ...kept} = Object.fromEntries(changes);
	const next = new Map(Object.entries(value === asBefore ? kept : {...kept, [name]: value}));
	// Refused now, and not with the next picture.
	asked(next);
	return next;
}

/** The request as it is with the changes. */
export function withChanges<Request extends Pick<ShownRequest, 'output' | 'settings'>>(request: Request, changes: Changes): Request {
	const {output, settings, ...fields} = asked(changes);
	const place = Object.fromEntries(places.flatMap(name => (changes.has(name) ? [[name, changes.get(name)]] : [])));
	return {
		...request,
		...fields,
		settings: {...request.settings, ...settings},
		output: {...request.output, ...output, ...place},
	};
}

const asked = (changes: Changes) =>
	atDoor(
		name => `\`${name}\``,
		() => askedBy(Object.fromEntries([...changes].filter(([name]) => !places.some(place => place === name)))),
	);

/** The changes as a sentence. */
export const changesInWords = (changes: Changes): string =>
	changes.size === 0
		? 'Nothing is set; for example: /set quality fast'
		: `Set: ${[...changes].map(([name, value]) => `${name} ${value}`).join(', ')}.`;

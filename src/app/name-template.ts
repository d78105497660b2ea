import path from 'node:path';
import {slug} from '../files/save.ts';
import {pictureExtension} from '../picture/formats.ts';
import {usage} from './usage-error.ts';

/** Facts of a run that a template may use. */
export type NameFacts = {
	readonly task: string;
	readonly instruction: string;
	readonly seed: number;
	/** As the user called it: a name or a folder. */
	readonly model: string;
	readonly now: Date;
};

/** The longest name, in bytes, that leaves room for a counter and every extension. */
export const maxNameBytes = 230;

/** The file name, without or with a picture's extension, that a template makes. @throws UserError (2) */
export function nameFrom(template: string, facts: NameFacts): string {
	const values = valuesOf(facts);
	const name = template.replace(/\{([^{}]*)\}/g, (_, key: string) => {
		const value = Object.hasOwn(values, key) ? values[key] : undefined;
		if (value === undefined)
			throw usage(
				`Unknown field \`{${key}}\` in --name.`,
				`Known fields: ${Object.keys(values)
					.map(known => `{${known}}`)
					.join(', ')}.`,
			);
		return value;
	});
	if (/[\\/\0]/.test(name) || /^\.*$/.test(name)) throw usage(`\`${name}\` is no name for a file.`, 'Name the folder with --output.');
	const stem = name.slice(0, name.length - (pictureExtension(name)?.length ?? 0));
	if (Buffer.byteLength(stem) > maxNameBytes) throw usage(`\`${name}\` is too long for a file.`, 'Shorten it, for example to `{seed}`.');
	return name;
}

function valuesOf({task, instruction, seed, model, now}: NameFacts): Readonly<Record<string, string>> {
	const two = (value: number) => String(value).padStart(2, '0');
	return {
		slug: slug(instruction),
		seed: String(seed),
		task,
		model: path.basename(path.resolve(model)),
		date: `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`,
		time: `${two(now.getHours())}-${two(now.getMinutes())}-${two(now.getSeconds())}`,
	};
}

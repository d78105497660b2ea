import type {StartedRun} from '../events/finished-run.ts';
import {printable} from '../printable.ts';

export type MarkdownFacts = {
	readonly software: string;
	readonly savedAt: Date;
	/** The picture's file name, beside the transcript. */
	readonly picture: string;
	/** The user's name for the picture that an edit started from. */
	readonly input?: string | undefined;
	/** Changes that it was steered by, in words. */
	readonly changes?: readonly string[];
};

/** A run as a page for people: the picture, what was asked, what was thought, what made it. */
export function toMarkdown({settings, model, text, step, end, elapsedMs, notices}: StartedRun, facts: MarkdownFacts): string {
	const {task, instruction, seed, recipe, steps, imageSteps, textLength, blockLength, guidanceText, guidanceImage} = settings;
	const rows: readonly (readonly [string, string | number])[] = [
		...(task === 'edit' ? [['edited from', facts.input ?? 'a picture'] as const] : []),
		['seed', seed],
		['model', `${model.name} on ${model.device}, sha256 ${model.digest}`],
		['recipe', settings.quality === undefined ? recipe : `${recipe}, quality ${settings.quality}`],
		['steps', `${step} of ${steps}${end === 'complete' ? '' : ', stopped'}; ${imageSteps} for the picture`],
		...(settings.shortcuts?.promptRefresh ? [['prompt', `read every ${settings.shortcuts.promptRefresh} steps`] as const] : []),
		['guidance', `${guidanceText}${guidanceImage === 0 ? '' : `, by the picture ${guidanceImage}`}`],
		['temperature', `${settings.temperature}, text ${settings.textTemperature}`],
		['text', `${textLength} tokens in blocks of ${blockLength}`],
		['time', `${(elapsedMs / 1000).toFixed(1)} s`],
		['made by', `${facts.software}, ${facts.savedAt.toISOString()}`],
	];
	return [
		`# ${escapeMarkup(oneLine(instruction))}`,
		`![${escapeMarkup(oneLine(instruction))}](<${encodeURI(facts.picture).replace(/[<>]/g, encodeURIComponent)}>)`,
		...(settings.thinking === false ? [] : ['## Reasoning', quote(text)]),
		...(facts.changes && facts.changes.length > 0 ? ['## Changes', listed(facts.changes)] : []),
		...(notices.length > 0 ? ['## Notices', listed(notices)] : []),
		'## Settings',
		['| | |', '|---|---|', ...rows.map(([name, value]) => `| ${name} | ${escapeMarkup(oneLine(String(value)))} |`)].join('\n'),
		'',
	].join('\n\n');
}

const listed = (lines: readonly string[]) => lines.map(line => `- ${escapeMarkup(oneLine(line))}`).join('\n');

/** Nothing in it acts on a terminal that prints it, reorders it or hides. */
const oneLine = (text: string) => printable(text).replace(/\s+/g, ' ').trim();

/** Characters that would be markup or HTML stand for themselves. */
const escapeMarkup = (text: string) => text.replace(/[\\`*_{}[\]<>#|!~]/g, '\\$&');

const quote = (text: string) =>
	text
		.split('\n')
		.map(line => `> ${escapeMarkup(printable(line))}`.trimEnd())
		.join('\n');

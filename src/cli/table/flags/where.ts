import type {Flag} from '../flag.ts';

/** Flags that say where results go, and in which form. */
export const whereFlags = {
	output: {
		short: 'o',
		value: 'file',
		text: 'a file (.png .webp .jpg .avif), a folder, - for stdout',
		more: 'the transcript is saved beside it',
	},
	name: {
		value: 'name',
		text: 'how files are called, such as "{slug}-{seed}"',
		more: 'in a folder; the fields are `{slug}`, `{seed}`, `{task}`, `{model}`, `{date}`, `{time}` and, in a batch, `{n}`',
	},
	force: {
		short: 'f',
		text: 'replace files that are there',
		more: 'the file of the picture and the files that mmada made beside it; without it a name that was given and is taken is refused, and one that was not gets `-2`, `-3`, ...',
	},
	markdown: {text: 'save the run as a page for people too'},
	metadata: {isOn: true, text: 'keep what made the picture out of its file'},
	'ai-mark': {isOn: true, text: 'leave out the mark that a model made the picture'},
	'contact-sheet': {isOn: true, text: 'draw no contact sheet at the end'},
	gif: {text: 'save an animated GIF: the text fills in beside the picture'},
	webp: {text: 'the same as an animated WebP'},
	'png-strip': {text: 'save one PNG with six moments side by side'},
	html: {text: 'save one web page with a slider over the steps'},
	out: {
		value: 'folder',
		text: 'items, report and contact sheets go to this folder',
		more: 'items.jsonl, report.html, report.json and PNG files',
	},
	sheet: {value: 'folder', text: 'draw only contact sheets: generations.png and edits.png'},
	export: {value: 'folder', text: 'only write the items and their pictures there, for other systems'},
} as const satisfies Readonly<Record<string, Flag>>;

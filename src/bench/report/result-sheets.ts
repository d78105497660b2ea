import {contactSheet, type SheetEntry} from '../../picture/contact-sheet.ts';
import type {Result} from '../storybook/run.ts';

/** A contact sheet as a file: its name without `.png`, and its bytes. */
export type Sheet = {readonly name: 'generations' | 'edits'; readonly png: Uint8Array};

/** One sheet for the generations and one for the edits, each input beside its output; none for a task without results. */
export async function resultSheets(results: readonly Result[]): Promise<Sheet[]> {
	const sheets: Sheet[] = [];
	for (const {name, task, columns} of [
		{name: 'generations', task: 'gen', columns: 6},
		{name: 'edits', task: 'edit', columns: 3},
	] as const) {
		const entries = results.filter(({item}) => item.task === task).map(toEntry);
		if (entries.length > 0) sheets.push({name, png: await contactSheet(entries, columns)});
	}
	return sheets;
}

const toEntry = ({item, input, answer}: Result): SheetEntry => ({
	label: item.instruction,
	pictures: [...(input ? [input] : []), answer.picture],
});

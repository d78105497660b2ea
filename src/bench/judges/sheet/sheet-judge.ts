import {exitCodes, UserError} from '../../../errors.ts';
import {parseCsv} from '../../../files/csv.ts';
import {withoutMark} from '../../../parse-json.ts';
import {type Axis, axes} from '../../storybook/axes.ts';
import {type EvalJudge, fromFive, type Mark} from '../mark.ts';

/** Content of a filled sheet: its sheet, and the scores by item and axis. */
type Filled = {readonly sheet: string; readonly scores: ReadonlyMap<string, ReadonlyMap<Axis, number>>};

const names = ['sheet', 'item', 'axis', 'score'] as const;

/**
A person as a judge, by the CSV that the audit sheet saved; spreadsheets may have saved it again.
@param sheet - of the outputs that are judged
@throws UserError (65) for a table that is none, or of other outputs
*/
export function sheetJudge(text: string, file: string, sheet: string): EvalJudge {
	const filled = readFilled(text, file);
	if (filled.sheet !== sheet)
		throw bad(
			`\`${file}\` was filled in for other outputs (${filled.sheet}, not ${sheet}).`,
			'Judge the outputs that its audit.html showed.',
		);
	return {
		name: 'person',
		facts: {kind: 'sheet', sheet, items: filled.scores.size},
		async judge({id}, _output, {axes: asked}) {
			const mark = (axis: Axis): Mark => {
				const score = filled.scores.get(id)?.get(axis);
				return score === undefined ? {state: 'missing', said: 'not in the sheet'} : {state: 'ok', points: fromFive(score), said: ''};
			};
			return Object.fromEntries(asked.map(axis => [axis, mark(axis)]));
		},
	};
}

function readFilled(text: string, file: string): Filled {
	const whole = withoutMark(text);
	const separator = [',', ';', '\t'].find(letter => whole.split('\n', 1)[0]?.includes(letter)) ?? ',';
	const [head, ...rows] = parseCsv(whole, separator);
	const columns = names.map(name => head?.cells.findIndex(cell => cell.trim().toLowerCase() === name) ?? -1);
	if (columns.includes(-1))
		throw bad(`\`${file}\` is no filled audit sheet.`, 'Name the CSV that audit.html saved; its columns are sheet, item, axis, score.');
	const scores = new Map<string, Map<Axis, number>>();
	const sheets = new Set<string>();
	for (const {cells, line} of rows) {
		const [sheet = '', item = '', given = '', written = ''] = columns.map(column => cells[column]?.trim() ?? '');
		const axis = axes.find(name => name === given);
		if (!axis || !/^[1-5]$/.test(written))
			throw bad(`Line ${line} of \`${file}\` has no axis with a score from 1 to 5.`, 'Leave out what was not judged.');
		sheets.add(sheet);
		scores.set(item, (scores.get(item) ?? new Map<Axis, number>()).set(axis, Number(written)));
	}
	const [sheet] = sheets;
	if (sheet === undefined || sheets.size > 1)
		throw bad(`\`${file}\` has rows of ${sheets.size} sheets.`, 'Name one sheet that was filled in.');
	return {sheet, scores};
}

const bad = (message: string, hint: string) => new UserError(message, {hint, exitCode: exitCodes.badData});

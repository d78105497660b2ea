import {usage} from '../../../app/usage-error.ts';
import {readReport} from '../../../bench/parabench/read-report.ts';
import {compareReports, comparisonLines} from '../../../bench/report/parabench/comparison.ts';
import {type ExitCode, exitCodes} from '../../../errors.ts';
import {toJson} from '../../../printable.ts';
import type {Parsed} from '../../parse/parse.ts';
import {printData} from '../../terminal/out.ts';

/** `mmada bench compare a/report.json b/report.json`: systems side by side, or one system by several judges. */
export async function compare({input: [, ...files], flags}: Parsed): Promise<ExitCode> {
	const other = Object.entries(flags).find(
		([name, value]) => value !== undefined && name !== 'json' && name !== 'threads' && name !== 'quiet',
	);
	if (other) throw usage(`--${other[0]} means nothing to \`bench compare\`.`, 'Name reports, and --json if you like.');
	if (files.length < 2) throw usage('Name two reports or more.', 'Try: mmada bench compare a/report.json b/report.json');
	const reports = [];
	for (const file of files) reports.push(await readReport(file));
	const comparison = compareReports(reports);
	printData(flags.json === true ? `${toJson(comparison, '\t')}\n` : `${comparisonLines(comparison).join('\n')}\n`);
	return exitCodes.ok;
}

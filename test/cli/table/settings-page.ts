import {variableOf} from '../../../src/cli/table/setting-names.ts';
import {flagsOf, settingRows} from '../../../src/events/settings.ts';

/** The page of the manual that lists every decoding setting, as Markdown. */
export function settingsPage(): string {
	const rows = settingRows.map(([key, setting]) => {
		const {flag, isOn, expected, says, more, kind} = setting;
		const shown = flagsOf(setting).map(name => code(`--${isOn ? 'no-' : ''}${name}`));
		const values = kind === 'toggle' ? '' : expected;
		return `| ${shown.join(', ')} | ${code(key)} | ${code(variableOf(flag))} | ${values} | ${[says, more].filter(Boolean).join('; ')} |`;
	});
	return `${[
		'# Settings of the decoding',
		'',
		'<!-- Written from src/events/settings.ts by `npm run docs:flags`. -->',
		'',
		'Each model brings settings that suit it; these change one of them. The same name without dashes stands for a setting in the config file',
		'and in a list of jobs, where `imageSteps` and `image_steps` do as well; programs write it as the second column has it. A setting that',
		'means nothing for a model or recipe is refused where it is asked for, and left out where the config file or the environment has it.',
		'[Recipes](recipes.md) says more of them.',
		'',
		'| flag | in programs | environment | values | meaning |',
		'|---|---|---|---|---|',
		...rows,
	].join('\n')}\n`;
}

const code = (text: string) => `\`${text}\``;

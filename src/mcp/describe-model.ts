import type {CallToolResult} from '@modelcontextprotocol/sdk/types.js';
import {settingRows} from '../events/settings.ts';
import {describeModel} from '../model/describe.ts';
import {textBlock} from './content.ts';

/** Result of the tool `describe_model`. */
export async function describeTheModel(folder: string): Promise<CallToolResult> {
	const {family, grid, patch, textLength, things} = await describeModel(folder);
	const facts = {
		...{name: family.title, family: family.name},
		...{width: grid.columns * patch, height: grid.rows * patch, textLength},
		...(things && {things: things.map(([name]) => name)}),
		settings: settingRows.map(([name, {kind, expected, says}]) => ({
			name,
			values: kind === 'toggle' ? 'true or false' : expected,
			meaning: says,
		})),
	};
	const draws = facts.things ? `It draws scenes with these things: ${facts.things.join(', ')}.` : 'What it draws has no bounds.';
	return {
		content: [textBlock(`${facts.name}: pictures of ${facts.width}x${facts.height} px, a reasoning of ${textLength} tokens. ${draws}`)],
		structuredContent: facts,
	};
}

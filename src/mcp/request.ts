import {type RunDefaults, type RunRequest, requestFrom} from '../app/request.ts';
import {settingRows} from '../events/settings.ts';

/** Arguments of a tool that draws, checked by its schema. */
export type Asked = {
	readonly task: 'gen' | 'edit';
	readonly instruction: string;
	readonly image?: string | undefined;
	readonly mask?: string | undefined;
	readonly size?: string | undefined;
	readonly thought?: string | undefined;
} & {readonly [name: string]: unknown};

const settingKeys: readonly string[] = settingRows.map(([key]) => key);

/** The request for a run. @throws SettingError */
export function requestOf(asked: Asked, defaults: RunDefaults): RunRequest {
	const {task, instruction, image, mask, size, fit, thought, seed, yes, strict} = asked;
	const settings = Object.fromEntries(settingKeys.filter(key => asked[key] !== undefined).map(key => [key, asked[key]]));
	return requestFrom(
		{
			...{task, instruction, image, settings},
			...(seed !== undefined && {seed}),
			...(yes !== undefined && {isAgreed: yes}),
			...(strict !== undefined && {isStrict: strict}),
			...(mask !== undefined && {repaint: {maskFile: mask}}),
			...(thought !== undefined && {steering: [{step: 0, by: 'program', request: {type: 'think', text: thought}}]}),
			output: {...(size !== undefined && {size}), ...(fit !== undefined && {fit})},
		},
		defaults,
	);
}

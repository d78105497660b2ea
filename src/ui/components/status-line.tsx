import {Text} from 'ink';
import {printable} from '../../printable.ts';
import type {RunSettings, RunState} from '../../run/events.ts';
import type {Layout} from '../layout.ts';

type Props = {
	readonly run: RunState;
	readonly settings: RunSettings;
	readonly kind: Layout['kind'];
	/** Asked to stop, and still at its step. */
	readonly isStopping: boolean;
};

const barCells = 10;

/** Where the run stands, on one line. */
export const StatusLine = ({run, settings, kind, isStopping}: Props) => {
	const {model, step, textIds, codes, elapsedMs, end} = run;
	if (isStopping && !end) return <Text wrap="truncate">stopping after this step · Ctrl-C again leaves at once</Text>;
	const seconds = `${(elapsedMs / 1000).toFixed(1)} s`;
	const steps = `${step}/${settings.steps}`;
	if (kind === 'bar') {
		const filled = Math.round((barCells * step) / settings.steps);
		return <Text wrap="truncate">{`[${'#'.repeat(filled)}${'.'.repeat(barCells - filled)}] ${steps} ${seconds}`}</Text>;
	}
	const origin = `seed ${settings.seed} · ${printable(model?.name ?? '')} on ${printable(model?.device ?? '')}`;
	return (
		<Text wrap="truncate">
			<Text bold>{end === 'cancelled' ? `stopped at step ${steps}` : `step ${steps}`}</Text>
			{` · text ${percent(textIds)} · image ${percent(codes)} · ${seconds}`}
			<Text dimColor>{` · ${origin}`}</Text>
		</Text>
	);
};

const percent = (tokens: readonly (number | null)[]): string =>
	`${tokens.length === 0 ? 0 : Math.floor((tokens.filter(token => token !== null).length / tokens.length) * 100)} %`;

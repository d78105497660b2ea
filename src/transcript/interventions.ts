import type {RunEvent} from '../events/events.ts';
import {stateAfter} from '../events/finished-run.ts';

/** The changes of a run in plain words, one sentence each, in their order: which step they came after, who made them, and what was changed. */
export function describeInterventions(events: readonly RunEvent[]): readonly string[] {
	return events.flatMap((event, index) => {
		if (event.type !== 'steered') return [];
		const before = stateAfter(events.slice(0, index));
		return [`after step ${event.step}, by ${event.by === 'model' ? 'the' : 'a'} ${event.by}: ${describe(event, before.text)}`];
	});
}

type Steered = Extract<RunEvent, {type: 'steered'}>;

function describe({intervention, text}: Steered, textBefore: string): string {
	switch (intervention.type) {
		case 'writeWords':
			if (intervention.isForeseen) return `words taken as they would have come: ${text}`;
			return text === textBefore ? `${counted(intervention.words.length, 'word')} kept` : `words written: ${text}`;
		case 'maskWords':
			return `${counted(intervention.rows.length, 'word')} decided again`;
		case 'maskCodes':
			return `${counted(intervention.rows.length, 'code')} of the picture decided again`;
		case 'fixCodes':
			return `${counted(intervention.rows.length, 'code')} of the picture kept`;
		case 'instruction':
			return `another instruction: ${intervention.instruction}`;
		case 'steps':
			return `${counted(intervention.steps, 'step')} left`;
		case 'guidance':
			return `guidance ${values(intervention.guidanceText, intervention.guidanceImage)}`;
		case 'temperature':
			return `temperature ${values(intervention.temperature, intervention.textTemperature)}`;
	}
}

const counted = (count: number, name: string) => `${count} ${name}${count === 1 ? '' : 's'}`;
const values = (...given: readonly (number | undefined)[]) => given.filter(value => value !== undefined).join(' and ');

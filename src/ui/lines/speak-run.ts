import {createControls, type Steering} from '../screen/controls.ts';
import {type Keyboard, releasing} from '../screen/keyboard.ts';
import {runActionsIn} from '../terminal/keys.ts';

export type Speaking = {
	readonly steering: Steering;
	readonly keyboard?: Keyboard | undefined;
	readonly say: (line: string) => void;
};

/** Tell a run line by line, and let keys steer it; those that have to do with the picture do nothing. Ends with the lines. */
export async function speakRun(lines: AsyncIterable<string>, {steering, keyboard, say}: Speaking): Promise<void> {
	const controls = createControls(releasing(steering, keyboard), () => 0);
	using _keys = keyboard?.listen(chunk => {
		for (const action of runActionsIn(chunk)) {
			controls.act(action);
			if (action === 'help') say(keysInWords(steering));
		}
	});
	if (keyboard) say('Press question mark to hear the keys.');
	for await (const line of lines) say(line);
}

const keysInWords = ({hold}: Steering): string =>
	`${hold ? 'Space pauses and resumes. Full stop takes one step. ' : ''}Escape stops and keeps the picture. Control C twice leaves at once.`;

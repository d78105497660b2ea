import {UserError} from '../../errors.ts';
import {createControls, type Steering} from '../screen/controls.ts';
import {type Keyboard, releasing} from '../screen/keyboard.ts';
import {askChanges} from '../steer/questions.ts';
import {runActionsIn} from '../terminal/keys.ts';

export type Speaking = {
	readonly steering: Steering;
	readonly keyboard?: Keyboard | undefined;
	readonly say: (line: string) => void;
	/** Ask for a line, the keyboard being given back meanwhile; without one nothing is changed. @returns nothing where there is no answer */
	readonly ask?: ((question: string) => Promise<string | undefined>) | undefined;
};

/** Tell a run line by line, and let keys steer it; those that have to do with the picture do nothing. Ends with the lines. */
export async function speakRun(lines: AsyncIterable<string>, {steering, keyboard, say, ask}: Speaking): Promise<void> {
	const {hold} = steering;
	const {host} = hold ?? {};
	const silent = {...steering, ...(hold && {hold: {...hold, host: undefined}})};
	const controls = createControls(releasing(silent, keyboard), {rows: () => 0, columns: () => 0});
	let isAsking = false;

	/** Hold the run, and change it by questions; left as it was, it stays held. */
	async function change(): Promise<void> {
		if (!host || !ask) return;
		isAsking = true;
		if (!controls.view().isPaused) controls.act('pause');
		keyboard?.release();
		try {
			if (await askChanges(host, {say, ask})) controls.act('pause');
			else say('It is held. Space resumes it.');
		} catch (error) {
			if (!(error instanceof UserError)) throw error;
			say(`${error.message} ${error.hint}`);
		} finally {
			keyboard?.take();
			isAsking = false;
		}
	}

	let failed: ((error: unknown) => void) | undefined;
	const failure = new Promise<never>((_, reject) => {
		failed = reject;
	});
	failure.catch(() => {});
	using _keys = keyboard?.listen(chunk => {
		if (isAsking) return;
		for (const action of runActionsIn(chunk)) {
			if (action === 'change') change().catch((error: unknown) => failed?.(error));
			else controls.act(action);
			if (action === 'help') say(keysInWords(steering, ask !== undefined));
		}
	});
	if (keyboard) say('Press question mark to hear the keys.');
	const telling = (async () => {
		for await (const line of lines) say(line);
	})();
	await Promise.race([telling, failure]);
}

const keysInWords = ({hold}: Steering, canAsk: boolean): string =>
	[
		...(hold ? ['Space pauses and resumes.', 'Full stop takes one step.'] : []),
		...(hold?.host && canAsk ? ['Tab pauses and asks what to change.'] : []),
		'Escape stops and keeps the picture. Control C twice leaves at once.',
	].join(' ');

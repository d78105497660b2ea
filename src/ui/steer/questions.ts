import {UserError} from '../../errors.ts';
import type {Agreed, Look, LookWord, Wish} from '../../events/look.ts';
import {percent} from '../../events/progress.ts';
import {maskGlyph, printable} from '../../printable.ts';
import {emptyPlan, interventionsOf, type Plan, rowsOf, withAgreed, withCodes, withKept, withKeptCodes} from './plan.ts';
import type {SteerHost} from './steer-host.ts';
import {regionOf, unsureWords} from './steer-state.ts';

/** A person who is asked in lines. */
export type Asking = {
	readonly say: (line: string) => void;
	/** @returns nothing where there is no answer to come */
	readonly ask: (question: string) => Promise<string | undefined>;
};

type Change = {readonly plan: Plan} | undefined;

/** Change a held run by questions and answers, for those who cannot see a cursor. @returns whether it went on */
export async function askChanges(host: SteerHost, {say, ask}: Asking): Promise<boolean> {
	const look = await host.look();
	const plans: Plan[] = [emptyPlan];
	const {words, grid, step, steps} = look;
	say(`Held at step ${step} of ${steps}. ${words.length === 0 ? 'It has no words.' : `It has ${words.length} words. ${unsureOnes(look)}`}`);
	for (;;) {
		const plan = plans.at(-1) ?? emptyPlan;
		const answer = await ask(
			'What do you want to change? A word or its number, or one of: list, picture, instruction, guidance, undo, leave. An empty line goes on.',
		);
		try {
			const change = await changed(answer?.trim(), plan);
			if (change === 'gone' || change === 'left') return change === 'gone';
			if (change) plans.push(change.plan);
		} catch (error) {
			if (!(error instanceof UserError)) throw error;
			say(`${error.message} ${error.hint}`);
		}
	}

	async function changed(answer: string | undefined, plan: Plan): Promise<Change | 'gone' | 'left'> {
		switch (answer?.toLowerCase()) {
			case '':
				await host.goOn(interventionsOf(plan, look));
				return 'gone';
			case undefined:
			case 'leave':
				say('All stays as it was.');
				return 'left';
			case 'list':
				say(words.map(spelled).join(', '));
				return undefined;
			case 'undo':
				say(plans.length > 1 ? 'The last change is undone.' : 'There is no change to undo.');
				if (plans.length > 1) plans.pop();
				return undefined;
			case 'picture':
				return changePicture(plan);
			case 'instruction': {
				const said = (await ask(`The instruction is: ${printable(plan.instruction ?? look.instruction)}. What instead?`))?.trim();
				return said ? agreedOn(plan, {type: 'instruction', text: said}) : undefined;
			}
			case 'guidance': {
				const said = (await ask(`Guidance by the instruction is ${plan.guidanceText ?? look.guidanceText}. Which number instead?`))?.trim();
				const value = Number(said);
				if (said && value >= 0 && value <= 100) return {plan: {...plan, guidanceText: value}};
				if (said) say(`Guidance is a number from 0 to 100, not ${said}.`);
				return undefined;
			}
		}
		const index = placeOf(words, answer ?? '');
		const word = words[index];
		if (word) return changeWord(plan, word, index);
		say(`There is no word ${answer}. Say list to hear the words.`);
		return undefined;
	}

	async function changeWord(plan: Plan, word: LookWord, index: number): Promise<Change> {
		const said = (
			await ask(`Word ${spelled(word, index)}. What instead? Another word, or one of: mask, keep. An empty line for nothing.`)
		)?.trim();
		if (!said) return undefined;
		if (word.text === maskGlyph && (said === 'mask' || said === 'keep')) {
			say('It is masked already: the model has yet to find it.');
			return undefined;
		}
		if (said === 'keep') return {plan: withKept(plan, word)};
		const wish: Wish = said === 'mask' ? {type: 'mask', rows: rowsOf(word)} : {type: 'write', word, text: said};
		return agreedOn(plan, wish);
	}

	async function agreedOn(plan: Plan, wish: Wish): Promise<Change> {
		const agreed = await host.agree(wish);
		const text = wish.type === 'write' ? wish.text : undefined;
		const along = alongWith(agreed, wish);
		if (along.length === 0) return {plan: withAgreed(plan, agreed, look, text)};
		const isTaken = await ask(`The model finds that this goes with it: ${along.join('; ')}. Change it too? y or n.`);
		if (!/^\s*n/i.test(isTaken ?? '')) return {plan: withAgreed(plan, agreed, look, text)};
		return {plan: {...withAgreed(plan, alone(agreed, wish), look, text), isLasting: false}};
	}

	/** Words and parts that go along with a change, as a person is told them. */
	function alongWith({written, words: masked, codes, instruction}: Agreed, wish: Wish): string[] {
		const own = new Set(ownRows(wish));
		const others = (rows: readonly number[]) =>
			words.filter(({row}) => rows.includes(row) && !own.has(row)).map(word => spelled(word, words.indexOf(word)));
		const [more, again] = [others(written.map(({row}) => row)), others(masked)];
		return [
			...(more.length > 0 ? [`word ${more.join(', ')}`] : []),
			...(again.length > 0 ? [`to be found again: word ${again.join(', ')}`] : []),
			...(instruction !== undefined && wish.type !== 'instruction' ? [`the instruction: ${printable(instruction)}`] : []),
			...(codes.length > 0 ? [`to be drawn again: ${codes.map(code => placeName(code, grid)).join(', ')}`] : []),
		];
	}

	async function changePicture(plan: Plan): Promise<Change> {
		const said = await ask(
			`Which part? A row and a column, from 1 1 to ${grid.rows} ${grid.columns}, or two corners, such as 1 1 ${grid.rows} ${grid.columns}.`,
		);
		const codes = codesIn(said ?? '', grid);
		if (!codes) {
			say('That is no part of the picture.');
			return undefined;
		}
		const decided = codes.filter(code => look.codes[code] !== null && !look.fixedCodes.includes(code));
		if (decided.length === 0) {
			say('Nothing is decided there that could change.');
			return undefined;
		}
		const what = (await ask('mask, to have it drawn again, or keep?'))?.trim();
		if (what === 'mask') return {plan: withCodes(plan, decided, true)};
		if (what === 'keep') return {plan: withKeptCodes(plan, decided, true)};
		return undefined;
	}
}

/** A change of words alone. */
const alone = ({written, instruction}: Agreed, wish: Wish): Agreed => {
	const own = ownRows(wish);
	return {
		...{written: written.filter(({row}) => own.includes(row)), words: wish.type === 'mask' ? own : [], codes: []},
		...(wish.type === 'instruction' && {instruction}),
	};
};

/** Rows of words that a wish names itself. */
const ownRows = (wish: Wish): readonly number[] => (wish.type === 'write' ? rowsOf(wish.word) : wish.type === 'mask' ? wish.rows : []);

const unsureOnes = (look: Look): string => {
	const unsure = unsureWords(look).map(index => spelled(look.words[index]!, index));
	return unsure.length === 0 ? 'The model is sure of all that it has found.' : `The model is unsure of: ${unsure.join(', ')}.`;
};

function spelled({text, confidence}: LookWord, index: number): string {
	if (text === maskGlyph) return `${index + 1} masked`;
	return `${index + 1} ${printable(text)}${confidence !== null && confidence < 0.9 ? ` ${percent(confidence)} sure` : ''}`;
}

/** Index of a word by its number or its text; -1 if there is none. */
function placeOf(words: readonly LookWord[], said: string): number {
	const number = /^\d+$/.test(said) ? Number(said) - 1 : -1;
	return words[number] ? number : words.findIndex(({text}) => text.toLowerCase() === said.toLowerCase());
}

const placeName = (code: number, {columns}: Look['grid']): string => `row ${Math.floor(code / columns) + 1} column ${(code % columns) + 1}`;

function codesIn(said: string, grid: Look['grid']): number[] | undefined {
	const numbers = (said.match(/\d+/g) ?? []).map(Number);
	if (numbers.length !== 2 && numbers.length !== 4) return undefined;
	const isInside = numbers.every((number, index) => number >= 1 && number <= (index % 2 === 0 ? grid.rows : grid.columns));
	if (!isInside) return undefined;
	const code = (row = 1, column = 1) => (row - 1) * grid.columns + column - 1;
	const [row, column, toRow = row, toColumn = column] = numbers;
	return regionOf(code(row, column), code(toRow, toColumn), grid);
}

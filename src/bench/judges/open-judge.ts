import path from 'node:path';
import {usage} from '../../app/usage-error.ts';
import {exitCodes, UserError} from '../../errors.ts';
import {asUserError} from '../../files/errors.ts';
import {readWhole} from '../../files/read-file.ts';
import type {Artwork} from '../../world/art/draw.ts';
import type {EvalItem} from '../parabench/item.ts';
import {inputOf} from '../parabench/pictures.ts';
import type {Axis} from '../storybook/axes.ts';
import {createJudge} from '../storybook/judge.ts';
import type {JudgeChoice, Price} from './choice.ts';
import {exactJudge} from './exact/exact.ts';
import type {EvalJudge} from './mark.ts';
import {sheetJudge} from './sheet/sheet-judge.ts';
import {openCache} from './vlm/cache.ts';
import {openClient} from './vlm/client.ts';
import {costOf, estimateQuestions} from './vlm/cost.ts';
import {vlmJudge} from './vlm/vlm.ts';

/** Every answer of models that judged, in the folder of a run. */
const answersName = 'answers.jsonl';

const maxSheetBytes = 50_000_000;

/** A judge, and how many outputs it takes at a time. */
export type OpenJudge = {readonly judge: EvalJudge; readonly parallel: number} & AsyncDisposable;

type Needs = {
	readonly artwork: Artwork;
	readonly folder: string;
	/** Everything that is judged, to estimate the cost. */
	readonly subjects: readonly {readonly item: EvalItem; readonly axes?: readonly Axis[]}[];
	/** Password of the server, if it asks for one; never kept or shown. */
	readonly key: string | undefined;
	/** Id of the audit sheet of these outputs. */
	readonly sheet: string;
	readonly say: (line: string) => void;
};

/** The judge that was asked for. @throws UserError (2) when it would cost more than it may */
export async function openJudge(choice: JudgeChoice, needs: Needs): Promise<OpenJudge> {
	switch (choice.kind) {
		case 'exact':
			return {judge: exactJudge(createJudge(needs.artwork)), parallel: 1, [Symbol.asyncDispose]: async () => {}};
		case 'sheet': {
			const bytes = await readWhole(choice.file, {kind: 'audit sheet', maxBytes: maxSheetBytes});
			const judge = sheetJudge(Buffer.from(bytes).toString('utf8'), choice.file, needs.sheet);
			return {judge, parallel: 1, [Symbol.asyncDispose]: async () => {}};
		}
		case 'vlm':
			return openVlm(choice, needs);
	}
}

async function openVlm(choice: JudgeChoice & {readonly kind: 'vlm'}, {artwork, folder, subjects, key, say}: Needs): Promise<OpenJudge> {
	const {url, model, repeats, parallel, rate, isOffline} = choice;
	const cache = await openCache(path.join(folder, answersName)).catch((error: unknown) => {
		throw asUserError(error, folder, 'name another folder with --out');
	});
	try {
		sayCost(choice, estimateQuestions(subjects, repeats), cache.size, say);
		if (key && url.startsWith('http:')) say('The key travels to the judge unencrypted: its URL begins with http:.');
	} catch (error) {
		await cache[Symbol.asyncDispose]();
		throw error;
	}
	const judge = vlmJudge({
		...{url, model, cache, repeats},
		client: isOffline ? undefined : openClient({url, key, rate}),
		inputOf: async item => inputOf(item, artwork),
		spend: purse(choice),
	});
	return {judge, parallel, [Symbol.asyncDispose]: cache[Symbol.asyncDispose]};
}

/** Say what will be asked, and what it may cost. @throws UserError (2) when that is too much */
function sayCost(
	{model, price, maxCost, isOffline}: JudgeChoice & {readonly kind: 'vlm'},
	estimate: ReturnType<typeof estimateQuestions>,
	kept: number,
	say: Needs['say'],
): void {
	const {questions, tokensIn, tokensOut} = estimate;
	if (isOffline) {
		say(`${questions} questions, answered from ${kept} kept answers alone`);
		return;
	}
	const left = Math.max(0, questions - kept) / Math.max(1, questions);
	const cost = price && costOf(estimate, price) * left;
	const millions = (tokens: number) => `${((tokens * left) / 1e6).toFixed(2)} M`;
	say(
		`${questions} questions to ${model}${kept > 0 ? `, ${kept} answered before` : ''}: about ${millions(tokensIn)} tokens in, ${millions(tokensOut)} out${cost === undefined ? '' : `, ${cost.toFixed(2)} by --price`}`,
	);
	if (cost !== undefined && maxCost !== undefined && cost > maxCost)
		throw usage(`That is more than --max-cost ${maxCost}.`, 'Take fewer items with --n, ask less often with --repeats, or allow more.');
}

/** Counts what was spent. */
function purse({price, maxCost}: {readonly price: Price | undefined; readonly maxCost: number | undefined}) {
	let spent = 0;
	return (tokensIn: number, tokensOut: number) => {
		if (!price || maxCost === undefined) return;
		spent += costOf({tokensIn, tokensOut}, price);
		if (spent < maxCost) return;
		throw new UserError(`The answers have cost ${spent.toFixed(2)}, which is all that --max-cost allows.`, {
			hint: 'They are kept: the same command goes on, with as much again.',
			exitCode: exitCodes.someFailed,
		});
	};
}

import type {McpServer} from '@modelcontextprotocol/sdk/server/mcp.js';
import type {RequestHandlerExtra} from '@modelcontextprotocol/sdk/shared/protocol.js';
import type {CallToolResult, ServerNotification, ServerRequest} from '@modelcontextprotocol/sdk/types.js';
import type {OpenedModel} from '../app/open-engine.ts';
import type {RunDefaults} from '../app/request.ts';
import {SettingError, type Spelling, UserError} from '../errors.ts';
import {linkTo, pictureBlock, textBlock} from './content.ts';
import {describeTheModel} from './describe-model.ts';
import {drawAndSave} from './draw.ts';
import {allowedFile, type Roots} from './paths.ts';
import {createProgress} from './progress.ts';
import {type Asked, requestOf} from './request.ts';
import {showMade} from './show-run.ts';
import {editFields, generateFields, showFields} from './tool-fields.ts';
import {madeResult, modelResult, runResult} from './tool-results.ts';

export type ToolsOptions = {
	/** The model, opened when it is first asked for. */
	readonly open: () => Promise<OpenedModel>;
	readonly modelFolder: string;
	readonly defaults: RunDefaults;
	/** Folder that pictures are saved in. */
	readonly folder: string;
	/** Folders that the client allows. */
	readonly roots: () => Promise<Roots>;
	/** Hears of bugs. */
	readonly onBug: (error: unknown) => void;
};

type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;

/** Register the tools at a server. */
export function addTools(server: McpServer, options: ToolsOptions): void {
	const {open, modelFolder, defaults, folder, roots, onBug} = options;
	let last: Promise<unknown> = Promise.resolve();

	/** One run after the other: the engine is made for one size at a time. */
	const draw = async (asked: Asked, {signal, _meta, sendNotification}: Extra): Promise<CallToolResult> => {
		const progress = createProgress(_meta?.progressToken, sendNotification);
		const mine = last.then(async () => {
			signal.throwIfAborted();
			const files = {image: asked.image, mask: asked.mask};
			const allowed = await roots();
			for (const name of ['image', 'mask'] as const) {
				const given = files[name];
				if (given !== undefined) files[name] = await allowedFile(given, allowed, folder);
			}
			const request = requestOf({...asked, ...files}, defaults);
			return drawAndSave(await open(), {request, folder, signal, tell: progress.tell});
		});
		last = mine.catch(() => {});
		const {result, picture} = await mine;
		await progress.told();
		return {
			content: [
				await pictureBlock(picture),
				linkTo(result.picture, 'the picture'),
				linkTo(result.transcript, 'the transcript'),
				textBlock([`Saved as ${result.picture}, seed ${result.seed}.`, result.reasoning, ...result.notices, ...result.findings].join('\n')),
			],
			structuredContent: result,
		};
	};
	const told = async (work: () => Promise<CallToolResult>, {signal}: Extra): Promise<CallToolResult> => {
		try {
			return await work();
		} catch (error) {
			if (!(error instanceof UserError)) {
				if (!signal.aborted) onBug(error);
				throw error;
			}
			const {message, hint} = error instanceof SettingError ? error.spelled(asArgument) : error;
			return {isError: true, content: [textBlock(`${message} ${hint}`)]};
		}
	};
	const isOpenWorld = {openWorldHint: false} as const;

	server.registerTool(
		'generate',
		{
			title: 'Draw a picture',
			description: 'Think and draw: a reasoning and a picture from an instruction. The picture is saved in a file.',
			inputSchema: generateFields,
			outputSchema: runResult,
			annotations: {...isOpenWorld, readOnlyHint: false, destructiveHint: false, idempotentHint: false},
		},
		async (asked, extra) => told(async () => draw({...asked, task: 'gen'}, extra), extra),
	);
	server.registerTool(
		'edit',
		{
			title: 'Change a picture',
			description: 'Think and change a picture by an instruction. The result is saved in a new file; the picture stays as it is.',
			inputSchema: editFields,
			outputSchema: runResult,
			annotations: {...isOpenWorld, readOnlyHint: false, destructiveHint: false, idempotentHint: false},
		},
		async (asked, extra) => told(async () => draw({...asked, task: 'edit'}, extra), extra),
	);
	server.registerTool(
		'describe_model',
		{
			title: 'Describe the model',
			description: 'The model that draws: its size of pictures, all that it can draw where that has an end, and its settings.',
			outputSchema: modelResult,
			annotations: {...isOpenWorld, readOnlyHint: true},
		},
		async extra => told(async () => describeTheModel(modelFolder), extra),
	);
	server.registerTool(
		'show_run',
		{
			title: 'Show what made a picture',
			description: 'The instruction, reasoning, seed and settings of a picture that mmada saved, from its file or its transcript.',
			inputSchema: showFields,
			outputSchema: madeResult,
			annotations: {...isOpenWorld, readOnlyHint: true},
		},
		async ({file}, extra) => told(async () => showMade(await allowedFile(file, await roots(), folder)), extra),
	);
}

/** Fields as the tools call them. */
const asArgument: Spelling = name => `\`${names[name] ?? name}\``;
const names: Readonly<Record<string, string | undefined>> = {isAgreed: 'yes', isStrict: 'strict'};

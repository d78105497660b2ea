import {mkdir, readdir, symlink, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {Client} from '@modelcontextprotocol/sdk/client/index.js';
import {StdioClientTransport} from '@modelcontextprotocol/sdk/client/stdio.js';
import {type CallToolResult, CallToolResultSchema, ListRootsRequestSchema, type Progress} from '@modelcontextprotocol/sdk/types.js';
import {expect, test} from 'vitest';
import {readWhole} from '../../src/files/read-file.ts';
import {readOrigin} from '../../src/picture/read-origin.ts';
import {startProgram} from '../cli/program.ts';
import {workplace} from '../cli/workplace.ts';
import {pictureFile} from '../server/place.ts';

const at = workplace();
const program = fileURLToPath(new URL('../../bin/mmada.js', import.meta.url));

/** A client of the SDK, with `mmada mcp` at the other end of two pipes. @param roots - folders that it allows */
async function connect({model = at.tiny, roots}: {readonly model?: string; readonly roots?: readonly string[]} = {}) {
	const client = new Client({name: 'tests', version: '1'}, {capabilities: roots ? {roots: {}} : {}});
	if (roots) {
		client.setRequestHandler(ListRootsRequestSchema, async () => ({
			roots: roots.map(folder => ({uri: pathToFileURL(folder).href, name: 'root'})),
		}));
	}
	const args = [program, 'mcp', '--model', model, '--threads', '1', '-o', path.join(at.folder, 'pictures')];
	const env = {...process.env, MMADA_STATE_DIR: path.join(at.folder, 'state')} as Record<string, string>;
	await client.connect(new StdioClientTransport({command: process.execPath, args, env, cwd: at.folder}));
	const call = async (name: string, fields: object = {}, options: Parameters<Client['callTool']>[2] = {}): Promise<CallToolResult> =>
		CallToolResultSchema.parse(await client.callTool({name, arguments: {...fields}}, CallToolResultSchema, options));
	return {client, call, [Symbol.asyncDispose]: async () => client.close()};
}

const quick = {instruction: 'a red cat', steps: 4, imageSteps: 4};
const textOf = ({content}: CallToolResult): string => content.map(block => (block.type === 'text' ? block.text : '')).join('');

test('it has four tools, whose arguments are the settings of the table', async () => {
	await using mcp = await connect();
	const {tools} = await mcp.client.listTools();
	expect(tools.map(({name}) => name)).toEqual(['generate', 'edit', 'describe_model', 'show_run']);
	const generate = tools[0]?.inputSchema.properties ?? {};
	expect(generate).toMatchObject({
		instruction: {type: 'string'},
		seed: {type: 'integer', minimum: 0},
		steps: {type: 'integer', minimum: 1, maximum: 4096},
		guidanceText: {type: 'number'},
		quality: {enum: ['best', 'balanced', 'fast', 'draft']},
		thinking: {type: 'boolean'},
	});
});

test('generate draws, saves, and hands over a preview, links and what it is', async () => {
	await using mcp = await connect();
	const result = await mcp.call('generate', {...quick, seed: 7});
	expect(result.isError, textOf(result)).toBeFalsy();
	const [picture, ...others] = result.content;
	expect(picture).toMatchObject({type: 'image', mimeType: 'image/png', data: expect.stringMatching(/^iVBOR/)});
	expect(others.map(({type}) => type)).toEqual(['resource_link', 'resource_link', 'text']);
	const facts = result.structuredContent ?? {};
	expect(facts).toMatchObject({task: 'gen', seed: 7, instruction: 'a red cat', width: 144, height: 144});
	expect(others[0]).toMatchObject({uri: pathToFileURL(String(facts.picture)).href, mimeType: 'image/png'});
	const file = await readWhole(String(facts.picture), {kind: 'picture', maxBytes: 1e7});
	expect(await readOrigin(file, '')).toMatchObject({settings: {seed: 7, steps: 4}, reasoning: facts.reasoning});
});

test('edit changes a picture by its path or address, and show_run and describe_model tell of it', async () => {
	await using mcp = await connect();
	const file = path.join(at.folder, 'grey.png');
	await writeFile(file, await pictureFile());
	await writeFile(path.join(at.folder, 'mask.png'), await pictureFile(128, 128, 255));
	const edited = await mcp.call('edit', {...quick, image: file, mask: path.join(at.folder, 'mask.png'), size: 'auto'});
	expect(edited.structuredContent, textOf(edited)).toMatchObject({task: 'edit', width: 128, height: 128});
	expect((await mcp.call('edit', {...quick, image: pathToFileURL(file).href})).isError).toBeFalsy();
	const shown = await mcp.call('show_run', {file: String(edited.structuredContent?.picture)});
	expect(shown.structuredContent).toMatchObject({task: 'edit', instruction: 'a red cat', seed: edited.structuredContent?.seed});
	expect(shown.content[0]).toMatchObject({type: 'image'});
	const told = await mcp.call('show_run', {file: String(edited.structuredContent?.transcript)});
	expect(told.structuredContent).toMatchObject({reasoning: edited.structuredContent?.reasoning});
	expect((await mcp.call('describe_model')).structuredContent).toMatchObject({width: 144, height: 144, settings: expect.any(Array)});
});

test('progress tells each step that it is at, and the reasoning so far', async () => {
	await using mcp = await connect({model: at.slow});
	const heard: Progress[] = [];
	await mcp.call('generate', {instruction: 'a red cat', steps: 60, imageSteps: 60}, {onprogress: progress => heard.push(progress)});
	expect(heard.length).toBeGreaterThan(1);
	expect(heard.map(({progress}) => progress)).toEqual(heard.map(({progress}) => progress).sort((a, b) => a - b));
	expect(heard[0]).toMatchObject({total: 60});
});

test('a request that is cancelled ends its run: the next one need not wait', async () => {
	await using mcp = await connect({model: at.slow});
	const leaving = new AbortController();
	const onprogress = () => leaving.abort();
	const endless = {instruction: 'a red cat', steps: 4000, imageSteps: 4000};
	await expect(mcp.call('generate', endless, {signal: leaving.signal, onprogress})).rejects.toThrow();
	const next = await mcp.call('generate', quick);
	expect(next.structuredContent, textOf(next)).toMatchObject({instruction: 'a red cat'});
	expect((await readdir(path.join(at.folder, 'pictures'))).sort()).toEqual(['a-red-cat.json', 'a-red-cat.png']);
});

test.each([
	['a setting that cannot be', 'generate', {...quick, steps: 0}, /steps/],
	['an argument that there is not', 'generate', {...quick, output: '/etc/x.png'}, /output/],
	['a size that is none', 'generate', {...quick, size: 'wide'}, /size/],
	['no words', 'generate', {instruction: ''}, /instruction/],
	['words that it was never shown, where it is strict', 'generate', {...quick, instruction: 'a wombat', strict: true}, /wombat.*`strict`/],
	['a file that is not there', 'edit', {...quick, image: '/nowhere.png'}, /nowhere/],
	['a file that is no picture', 'edit', {...quick, image: program}, /image/],
	['an address of another machine', 'edit', {...quick, image: 'http://127.0.0.1:1/a.png'}, /no path/],
	['a file that says nothing of a run', 'show_run', {file: program}, /neither/],
])('%s is refused in words, and the server stays', async (_, tool, fields, message) => {
	await using mcp = await connect();
	const result = await mcp.call(tool, fields);
	expect(result).toMatchObject({isError: true});
	expect(textOf(result)).toMatch(message);
	expect((await mcp.call('describe_model')).isError).toBeFalsy();
});

test('the folders that a client allows are the only ones that pictures are read from, links followed', async () => {
	const [inside, outside] = [path.join(at.folder, 'inside'), path.join(at.folder, 'inside of others')];
	await mkdir(inside);
	await mkdir(outside);
	for (const folder of [inside, outside]) await writeFile(path.join(folder, 'a.png'), await pictureFile());
	await symlink(path.join(outside, 'a.png'), path.join(inside, 'link.png'));
	await using mcp = await connect({roots: [inside]});
	const edit = async (image: string) => mcp.call('edit', {...quick, image});
	const own = await edit(path.join(inside, 'a.png'));
	expect(own.isError, textOf(own)).toBeFalsy();
	expect((await edit(String(own.structuredContent?.picture))).isError).toBeFalsy();
	for (const image of [path.join(outside, 'a.png'), path.join(inside, 'link.png'), path.join(inside, '..', 'inside of others', 'a.png')])
		expect(textOf(await edit(image))).toMatch(/not in a folder that the client allows/);
	expect(textOf(await mcp.call('show_run', {file: program}))).toMatch(/not in a folder/);
});

test('stdout has nothing but messages of less than 1 MiB, whatever comes in, and the end of stdin ends it', async () => {
	const noise = path.join(at.folder, 'noise.png');
	const sharp = (await import('sharp')).default;
	const rgb = Buffer.from(Array.from({length: 900 * 900 * 3}, (_, index) => (index * 2_654_435_761) >>> 24));
	await writeFile(
		noise,
		await sharp(rgb, {raw: {width: 900, height: 900, channels: 3}})
			.png()
			.toBuffer(),
	);
	const hello = {protocolVersion: '2025-06-18', capabilities: {}, clientInfo: {name: 'tests', version: '1'}};
	const messages = [
		{jsonrpc: '2.0', id: 1, method: 'initialize', params: hello},
		{jsonrpc: '2.0', method: 'notifications/initialized'},
		{jsonrpc: '2.0', id: 2, method: 'tools/list'},
		{jsonrpc: '2.0', id: 3, method: 'tools/call', params: {name: 'edit', arguments: {...quick, image: noise, size: '2000x2000'}}},
		{jsonrpc: '2.0', id: 4, method: 'tools/call', params: {name: 'none', arguments: {}}},
		{jsonrpc: '2.0', id: 5, method: 'nowhere'},
	];
	const running = startProgram(at.folder, ['mcp', '--model', at.tiny, '--threads', '1', '-o', 'pictures'], {keepsStdin: true});
	running.child.stdin?.write(`no JSON\n{"jsonrpc":\n${messages.map(message => JSON.stringify(message)).join('\n')}\n`);
	await running.said('"id":3');
	running.child.stdin?.end();
	const {code, stdout, stderr} = await running.ended;
	expect({code, stderr}).toEqual({code: 0, stderr: ''});
	const lines = stdout.trim().split('\n');
	for (const line of lines) expect(JSON.parse(line)).toMatchObject({jsonrpc: '2.0'});
	expect(Math.max(...lines.map(({length}) => length))).toBeLessThan(2 ** 20);
	expect(lines.filter(line => line.includes('"type":"image"'))).toHaveLength(1);
});

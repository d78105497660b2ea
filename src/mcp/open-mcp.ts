import type {Readable, Writable} from 'node:stream';
import {McpServer} from '@modelcontextprotocol/sdk/server/mcp.js';
import {StdioServerTransport} from '@modelcontextprotocol/sdk/server/stdio.js';
import {version} from '../app/package.ts';
import {folderOf, type Roots} from './paths.ts';
import {addTools, type ToolsOptions} from './tools.ts';

export type McpOptions = Omit<ToolsOptions, 'roots'> & {readonly stdin: Readable; readonly stdout: Writable};

/** Speak the Model Context Protocol over stdin and stdout, until the client ends it. @returns what resolves then, and ends it before */
export async function openMcp({
	stdin,
	stdout,
	...options
}: McpOptions): Promise<{readonly ended: Promise<void>; readonly close: () => Promise<void>}> {
	const server = new McpServer(
		{name: 'mmada', title: 'mmada', version: version()},
		{instructions: 'Draws and changes pictures on this machine. A run may take a while: progress tells how far it is.'},
	);
	addTools(server, {...options, roots: async () => rootsOf(server)});
	const ended = new Promise<void>(resolve => {
		server.server.onclose = () => resolve();
		// The SDK does not hear that its client is gone.
		for (const event of ['end', 'close', 'error']) stdin.once(event, () => resolve());
		stdout.once('error', () => resolve());
	});
	await server.connect(new StdioServerTransport(stdin, stdout));
	return {ended, close: async () => server.close()};
}

/** Time for a client to say which folders it allows (ms). */
const rootsMs = 10_000;

async function rootsOf({server}: McpServer): Promise<Roots> {
	if (!server.getClientCapabilities()?.roots) return;
	const {roots} = await server.listRoots(undefined, {timeout: rootsMs});
	return roots.flatMap(({uri}) => folderOf(uri) ?? []);
}

import {readFile} from 'node:fs/promises';
import path from 'node:path';
import type {Context} from 'hono';
import {pageFolder} from '../app/package.ts';
import {Refusal} from './refusal.ts';

/** Files of the page, all of them: no other is ever read. */
const types: Readonly<Record<string, string | undefined>> = {
	'index.html': 'text/html; charset=utf-8',
	'style.css': 'text/css; charset=utf-8',
	...Object.fromEntries(['main', 'server', 'words', 'picture', 'gallery'].map(name => [`${name}.js`, 'text/javascript; charset=utf-8'])),
};

/** The page talks to its own server only, and runs no script but its own files. */
const policy = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"connect-src 'self'",
	"img-src 'self' blob: data:",
	...["form-action 'none'", "base-uri 'none'", "frame-ancestors 'none'"],
].join('; ');

/** A file of the page for people. @throws Refusal (404) */
export async function answerPage(context: Context, name: string): Promise<Response> {
	const type = Object.hasOwn(types, name) ? types[name] : undefined;
	if (type === undefined) throw new Refusal(404, 'The page has no such file.', 'Open / for the page.');
	const bytes = await readFile(path.join(pageFolder, name));
	context.header('content-security-policy', policy);
	return context.body(new Uint8Array(bytes), 200, {'content-type': type});
}

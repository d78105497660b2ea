import {expect, test} from 'vitest';
import {parseForm} from '../../src/server/form.ts';

const type = 'multipart/form-data; boundary=XyZ';
const parse = async (text: string | Buffer, as = type) => parseForm(Buffer.from(text), as);
const part = (head: string, body: string) => `--XyZ\r\n${head}\r\n\r\n${body}\r\n`;

test('a form has its fields as texts and its files as bytes, as many as there are of a name', async () => {
	const picture = 'Content-Disposition: form-data; name="image[]"; filename="a.png"\r\nContent-Type: image/png';
	const form = await parse(
		`${part('Content-Disposition: form-data; name="prompt"', 'a cät')}${part(picture, 'one')}${part(picture, 'two')}--XyZ--\r\n`,
	);
	expect({...form.fields}).toEqual({prompt: 'a cät'});
	expect(form.files.map(({field, bytes}) => [field, Buffer.from(bytes).toString()])).toEqual([
		['image[]', 'one'],
		['image[]', 'two'],
	]);
});

test.each([
	['unquoted names', 'Content-Disposition: form-data; name=prompt'],
	['lower case', 'content-disposition: form-data; name="prompt"'],
])('a form with %s is read', async (_, head) => {
	expect({...(await parse(`${part(head, 'a cat')}--XyZ--\r\n`)).fields}).toEqual({prompt: 'a cat'});
});

test.each([
	['no boundary', '', 'multipart/form-data; charset=utf-8'],
	['an end too soon', part('Content-Disposition: form-data; name="prompt"', 'a cat'), type],
	[
		'a large part that is no field, which the parser never passes',
		`${part('Content-Disposition: attachment; name="x"', 'a'.repeat(2_000_000))}--XyZ--\r\n`,
		type,
	],
	['too many parts', `${part('Content-Disposition: form-data; name="a"', 'b').repeat(200)}--XyZ--\r\n`, type],
	['too long a field', `${part('Content-Disposition: form-data; name="a"', 'b'.repeat(300_000))}--XyZ--\r\n`, type],
	['nothing in it', '', type],
	['JSON that is none', '{', 'application/json'],
	['JSON that is no object', '[]', 'application/json'],
])('a body with %s is refused', async (_, text, as) => {
	await expect(parse(text, as)).rejects.toMatchObject({status: 400});
});

test.each(['text/plain', '', 'application/x-www-form-urlencoded', 'multipart/mixed; boundary=XyZ', 'text/json'])(
	'a body of type %j is refused: pages of other sites may send such without asking',
	async as => {
		await expect(parse('{}', as)).rejects.toMatchObject({status: 415});
	},
);

test('a file without a name has an empty one', async () => {
	const {files} = await parse(`${part('Content-Disposition: form-data; filename="a.png"', 'one')}--XyZ--\r\n`);
	expect(files.map(({field}) => field)).toEqual(['']);
});

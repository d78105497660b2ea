import {expect, test} from 'vitest';
import {canBeWritten, leadsInside, parseWanted} from '../../../src/store/pull/names.ts';
import {askedText, nameOf, planPull} from '../../../src/store/pull/plan.ts';
import {planBytes} from '../../../src/store/pull/pull-plan.ts';
import {commitOf, type HubOptions, type HubRepository, startHub} from './hub.ts';
import {connect, noise} from './place.ts';

const weights = noise(2000);
const small = {
	'config.json': Buffer.from('{}'),
	'tokenizer.json': Buffer.from('{ }'),
	'README.md': Buffer.from('# A model'),
	'.gitattributes': Buffer.from(''),
};
const model: HubRepository = {
	licence: 'apache-2.0',
	files: {
		...small,
		'modeling.py': Buffer.from('import os'),
		'args.json': Buffer.from('{"a": 1}'),
		'model-00001-of-00002.safetensors': weights,
		'model-00002-of-00002.safetensors': noise(3000),
		'model.safetensors.index.json': Buffer.from('{"weight_map": {}}'),
		'vqvae/config.json': Buffer.from('{"_class_name": "VQModel"}'),
		'vqvae/diffusion_pytorch_model.safetensors': noise(1500),
	},
};
const images: HubRepository = {
	files: {'config.json': Buffer.from('{"x": 1}'), 'pytorch_model.safetensors': noise(1800), 'README.md': Buffer.from('# Images')},
};

async function plan(
	repositories: Record<string, HubRepository>,
	what: string,
	options: Partial<HubOptions> & {readonly include?: readonly string[]; readonly env?: Record<string, string>} = {},
) {
	await using hub = await startHub({repositories, ...options});
	await using connection = await connect(hub.url, options.env);
	return await planPull(connection, {what, ...(options.include && {include: options.include})});
}

test('a model is its configuration, weights, tokenizer and image tokenizer, pinned to a commit, whatever the pages of the list', async () => {
	const found = await plan({'someone/model': model}, 'someone/model', {pageSize: 2});
	expect(found.repositories).toEqual([{name: 'someone/model', commit: commitOf('someone/model'), licence: 'apache-2.0'}]);
	expect(Object.keys(found.files).sort()).toEqual(
		[
			...[
				'README.md',
				'config.json',
				'model-00001-of-00002.safetensors',
				'model-00002-of-00002.safetensors',
				'model.safetensors.index.json',
			],
			...['tokenizer.json', 'vqvae/config.json', 'vqvae/diffusion_pytorch_model.safetensors'],
		].sort(),
	);
	expect(found.files['config.json']).toMatchObject({bytes: 2, digest: {kind: 'git'}});
	expect(found.files['model-00001-of-00002.safetensors']).toMatchObject({bytes: 2000, digest: {kind: 'sha256'}});
	// Small ones first: what is wrong with them is known before the long wait.
	expect(Object.values(found.files).map(({bytes}) => bytes)).toEqual(
		Object.values(found.files)
			.map(({bytes}) => bytes)
			.sort((a, b) => a - b),
	);
	expect(planBytes(found)).toBe(6500 + 2 + 3 + 9 + 18 + 26);
});

test('parallel-m comes with the image tokenizer that it needs, of safetensors only', async () => {
	const {'vqvae/config.json': _config, 'vqvae/diffusion_pytorch_model.safetensors': _weights, ...files} = model.files;
	const withPickle = {files: {...images.files, 'pytorch_model.bin': noise(1800)}};
	const found = await plan({'tyfeld/MMaDA-Parallel-M': {files}, 'showlab/magvitv2': withPickle}, 'parallel-m');
	expect(found.files['vqvae/pytorch_model.safetensors']).toMatchObject({repository: 'showlab/magvitv2', path: 'pytorch_model.safetensors'});
	expect(Object.keys(found.files).filter(name => name.startsWith('vqvae/'))).toHaveLength(2);
	expect(found.repositories.map(({name}) => name)).toEqual(['tyfeld/MMaDA-Parallel-M', 'showlab/magvitv2']);
});

test('what is asked for in two ways is the same', () => {
	expect(askedText({what: 'parallel-a'})).toBe(askedText({what: 'tyfeld/MMaDA-Parallel-A@main'}));
	expect(askedText({what: 'a/b', include: ['x', 'y']})).toBe(askedText({what: 'a/b', include: ['y', 'x']}));
	expect([nameOf({what: 'parallel-a'}), nameOf({what: 'tyfeld/MMaDA-Parallel-A@v1'})]).toEqual(['parallel-a', 'MMaDA-Parallel-A']);
});

test('--include chooses among weights, and adds other files', async () => {
	const found = await plan({'someone/model': model}, 'someone/model', {include: ['*-00001-*', 'args.json', 'vqvae/*']});
	expect(
		Object.keys(found.files)
			.filter(name => /safetensors$|args/.test(name))
			.sort(),
	).toEqual(['args.json', 'model-00001-of-00002.safetensors', 'vqvae/diffusion_pytorch_model.safetensors']);
	await expect(plan({'someone/model': model}, 'someone/model', {include: ['nothing*']})).rejects.toMatchObject({exitCode: 2});
});

test('weights that are a pickle only are refused, with what to do instead', async () => {
	const files = {...small, 'pytorch_model.bin': noise(2000)};
	await expect(plan({'someone/model': {files}}, 'someone/model')).rejects.toMatchObject({
		exitCode: 65,
		message: expect.stringContaining('a pickle'),
		hint: expect.stringContaining('safetensors'),
	});
	await expect(plan({'someone/model': {files: {...files, ...model.files}}}, 'someone/model', {include: ['*.bin']})).rejects.toMatchObject({
		exitCode: 65,
	});
});

test.each([
	{what: 'someone/nothing', exitCode: 69, says: 'no repository'},
	{what: 'someone/model@v9', exitCode: 69, says: 'no such revision'},
	{what: 'someone/secret', exitCode: 69, says: 'everybody may read'},
	{what: 'parallel-x', exitCode: 2, says: 'no release'},
	{what: '../x', exitCode: 2, says: 'no repository of'},
	{what: 'a/b@../../x', exitCode: 2, says: 'no repository of'},
])('$what ends in exit code $exitCode: $says', async ({what, exitCode, says}) => {
	const repositories = {'someone/model': model, 'someone/secret': {...model, private: true}};
	await expect(plan(repositories, what, {token: 'hf_x'})).rejects.toMatchObject({exitCode, message: expect.stringContaining(says)});
});

test('a private repository is there for who has the token', async () => {
	const found = await plan({'someone/secret': {...model, private: true}}, 'someone/secret', {token: 'hf_x', env: {HF_TOKEN: 'hf_x'}});
	expect(Object.keys(found.files)).toHaveLength(8);
});

test('a hub that is not there, or too busy, ends in exit code 75 with one sentence', async () => {
	const hub = await startHub({repositories: {}});
	await hub[Symbol.asyncDispose]();
	await using connection = await connect(hub.url);
	await expect(planPull(connection, {what: 'a/b'})).rejects.toMatchObject({
		exitCode: 75,
		message: expect.stringMatching(/cannot be reached: the connection was refused\.$/),
	});
	await using busy = await startHub({repositories: {}});
	busy.state.isBusy = true;
	await using other = await connect(busy.url);
	await expect(planPull(other, {what: 'a/b'})).rejects.toMatchObject({exitCode: 75, message: expect.stringContaining('429')});
});

const leaving = [
	'../x.safetensors',
	'a/../../x',
	'/etc/x.safetensors',
	'C:\\x.safetensors',
	'C:/x.safetensors',
	'..\\x',
	'x\0y',
	'a//b',
	'./x',
	'vqvae/..',
	'',
	'x\ny',
];

test.each(leaving)('a repository with a file called %j is refused as a whole', async name => {
	expect(leadsInside(name)).toBe(false);
	await expect(plan({'someone/model': {files: {...model.files, [name]: weights}}}, 'someone/model')).rejects.toMatchObject({exitCode: 65});
});

test.each(['con', 'NUL.safetensors', '.mmada.json', 'vqvae/.parts', 'a.', 'a ', 'a|b', 'a\u202eb', 'x'.repeat(201)])(
	'%j is never written',
	name => {
		expect(canBeWritten(name)).toBe(false);
	},
);

test('names that are one file to some systems are refused', async () => {
	const files = {...model.files, 'Config.json': Buffer.from('{}')};
	await expect(plan({'someone/model': {files}}, 'someone/model')).rejects.toMatchObject({
		exitCode: 65,
		message: expect.stringContaining('one file'),
	});
});

test('a repository is read as people write it', () => {
	expect(parseWanted('tyfeld/MMaDA-Parallel-A')).toEqual({repository: 'tyfeld/MMaDA-Parallel-A', revision: 'main'});
	expect(parseWanted('a/b@refs/pr/1')).toEqual({repository: 'a/b', revision: 'refs/pr/1'});
});

import {spawnSync} from 'node:child_process';
import {chmod, mkdir, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';

const program = fileURLToPath(new URL('../../bin/mmada.js', import.meta.url));
/** A user that the system does not know. Only root can become one, and it must be let to where the program is. */
const stranger = ['setpriv', '--reuid', '54321', '--regid', '54321', '--clear-groups'] as const;
const canBeStranger = process.getuid?.() === 0 && spawnSync(stranger[0], [...stranger.slice(1), 'test', '-r', program]).status === 0;
const asStranger = test.skipIf(!canBeStranger);
const onPosix = test.skipIf(process.platform === 'win32');

let root = '';
let work = '';
beforeAll(async () => {
	root = await mkdtemp(path.join(tmpdir(), 'mmada surroundings '));
	await chmod(root, 0o777);
});
beforeEach(async () => {
	work = await mkdtemp(path.join(root, 'work '));
	await chmod(work, 0o777);
});
afterAll(async () => rm(root, {recursive: true}));

/** A line of shell, with `mmada` for the program; where nothing is said of it, without a home. */
function run(line: string, {home, as = []}: {readonly home?: string; readonly as?: readonly string[]} = {}) {
	const script = `mmada() { ${as.join(' ')} '${process.execPath}' '${program}' "$@"; }\n${line}`;
	const env = {PATH: process.env.PATH, LANG: 'C.UTF-8', ...(home !== undefined && {HOME: home})};
	const {status, stdout, stderr} = spawnSync('bash', ['--norc', '-c', script], {
		cwd: work,
		env,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	return {code: status, stdout, stderr};
}

const quick = '-q --steps 4 --image-steps 4 --threads 1';

asStranger.each([
	{line: `mmada gen a red cat ${quick}`, stdout: 'a-red-cat.png\n'},
	{line: `mmada gen a red cat ${quick} --model none`, code: 69, stderr: /^There is no model `none`/},
	{line: 'mmada config get threads', stdout: /^\d+\n$/},
	{line: 'mmada models', stdout: /^storybook /},
	{line: 'mmada models verify storybook', stdout: /every file/},
	{line: 'mmada doctor', stdout: /note +state folder +none: this user has no home folder\n +> export MMADA_STATE_DIR=/},
	{
		line: 'mmada runs',
		code: 78,
		stderr: 'There is no state folder: this user has no home folder.\nSet HOME, or name a folder with MMADA_STATE_DIR.\n',
	},
	{line: 'mmada resume', code: 78, stderr: /^There is no state folder/},
	{line: 'mmada models import x', code: 78, stderr: /^There is no data folder/},
	{line: 'mmada config set steps 3', code: 78, stderr: /^There is no config folder/},
	{line: 'MMADA_CONFIG_DIR=$PWD mmada config set steps 3; MMADA_CONFIG_DIR=$PWD mmada config get steps', stdout: '3\n'},
])('a user whom the system does not know, without HOME: $line', ({line, code = 0, stdout = '', stderr = ''}) => {
	const outcome = run(line, {as: stranger});
	expect(outcome).toEqual({
		code,
		stdout: typeof stdout === 'string' ? stdout : expect.stringMatching(stdout),
		stderr: typeof stderr === 'string' ? stderr : expect.stringMatching(stderr),
	});
});

asStranger.each([
	{line: `mmada gen a red cat ${quick}`, code: 0, says: /^$/},
	{line: 'mmada runs', code: 73, says: /^Cannot read the folder `.*runs`\.\nName another folder with MMADA_STATE_DIR\.\n$/},
	{line: 'mmada runs prune', code: 73, says: /^Cannot read the folder/},
	{line: 'mmada resume', code: 73, says: /^Cannot read the folder/},
	{line: 'mmada models', code: 73, says: /^Cannot read the folder `.*models`\.\nName another folder with MMADA_DATA_DIR\.\n$/},
	{
		line: `mmada gen a red cat ${quick} --model x`,
		code: 73,
		says: /^Cannot read the folder `.*models`\.\nName another folder with MMADA_DATA_DIR\.\n$/,
	},
])('a home whose folders are another user’s, as after sudo: $line', async ({line, code, says}) => {
	const home = path.join(work, 'home');
	for (const folder of ['.local/state/mmada/runs', '.local/share/mmada/models/x']) await mkdir(path.join(home, folder), {recursive: true});
	for (const folder of ['state', 'share']) await chmod(path.join(home, '.local', folder, 'mmada'), 0o700);
	const outcome = run(line, {home, as: stranger});
	expect({...outcome, stdout: ''}).toEqual({code, stdout: '', stderr: expect.stringMatching(says)});
});

asStranger('a run of another user among one’s own cannot be resumed, and does no harm', async () => {
	const home = path.join(work, 'home');
	const runs = path.join(home, '.local/state/mmada/runs');
	await mkdir(path.join(runs, 'abcdef'), {recursive: true});
	await chmod(path.join(runs, 'abcdef'), 0o700);
	await chmod(runs, 0o777);
	expect(run('mmada runs', {home, as: stranger})).toEqual({code: 0, stdout: '', stderr: 'No run was interrupted.\n'});
	expect(run(`mmada gen a red cat ${quick}`, {home, as: stranger})).toEqual({code: 0, stdout: 'a-red-cat.png\n', stderr: ''});
});

onPosix.each([
	{line: `mmada gen a red cat ${quick}`, code: 73},
	{line: `mmada gen a red cat ${quick} -o "$OLDPWD/x.png"`, code: 0},
	{line: 'mmada edit x.png winter', code: 73},
	{line: 'mmada models path storybook', code: 0},
	{line: 'mmada runs', code: 0},
	{line: 'mmada doctor', code: 0},
	{line: 'mmada --version', code: 0},
])('a current folder that is gone: $line', ({line, code}) => {
	const outcome = run(`mkdir gone && cd gone && rmdir ../gone && { ${line}; }`, {home: work});
	expect(outcome.code, outcome.stderr).toBe(code);
	if (code === 73) expect(outcome.stderr).toBe('The folder that this was started in is not there any more.\nGo to another one: cd ~\n');
});

onPosix.each([`gen a red cat ${quick}`])('too few open files are allowed: %s', command => {
	// How many the program needs differs by a few from machine to machine.
	const outcomes = [31, 30, 29, 28, 27].map(limit => run(`ulimit -n ${limit}; mmada ${command}`, {home: work}));
	expect(outcomes).toContainEqual({
		code: 69,
		stdout: '',
		stderr: 'Too many files are open in this process.\nAllow it more: ulimit -n 1024\n',
	});
});

test.skipIf(process.platform !== 'linux')('a picture for a standard output that is closed is refused before it is drawn', () => {
	const refused = 'The standard output is closed: the picture would be lost.\nName a file with --output, or pipe it: `-o - | ...`.\n';
	expect(run(`mmada gen a red cat ${quick} -o - >&-`, {home: work})).toEqual({code: 74, stdout: '', stderr: refused});
	expect(run(`mmada gen a red cat ${quick} -o - > /dev/null`, {home: work})).toEqual({code: 0, stdout: '', stderr: ''});
	expect(run(`mmada gen a red cat ${quick} -o x.png >&-`, {home: work})).toEqual({code: 0, stdout: '', stderr: ''});
	expect(run(`mmada gen a red cat ${quick} -o - <&- 2>&- | head -c 4`, {home: work})).toMatchObject({
		code: 0,
		stdout: expect.stringContaining('PNG'),
	});
});

test.skipIf(process.platform !== 'linux')('an output that takes nothing is told once, however much was to go there', () => {
	const told = 'The output cannot be written (ENOSPC).\nCheck the disk that it goes to.\n';
	expect(run(`mmada gen a red cat ${quick} --events > /dev/full`, {home: work})).toEqual({code: 74, stdout: '', stderr: told});
	expect(run(`mmada gen a red cat ${quick} && mmada replay a-red-cat-2.json -q --events > /dev/full`, {home: work})).toEqual({
		code: 74,
		stdout: 'a-red-cat-2.png\n',
		stderr: told,
	});
});

import type {Case} from '../installed.ts';

/** A run that takes long, under way, as `$!`; `$id` is what its log is called. */
const underWay = `mmada gen a cat -q --model "$FIX/slow" --steps 4096 --image-steps 4 &
	until id=$(ls "$STATE/runs" 2> /dev/null) && grep -q '"step"' "$STATE/runs/$id/log.ndjson" 2> /dev/null; do sleep 0.1; done`;
/** After a signal: it is still there, and ends when it is told to. */
const goesOn = 'sleep 0.3; kill -0 $! && kill -TERM $!; wait $!';
/** A script of its own that draws three pictures, under way with the first. */
const loop = `echo 'for name in 1 2 3; do mmada gen a cat -o "$name.png" -q --model "$FIX/slow" --steps 4096 --image-steps 4; done' > loop.sh
	${underWay.replace(/^mmada.*&/, 'bash loop.sh &')}`;
const jobs = `printf '%s\\n' '{"instruction": "a red cat"}' '{"instruction": "make it red", "image": "half.png"}'`;
/** Half of a picture, whose beginning says all that a look at it needs. */
const half = 'head -c "$(($(wc -c < "$FIX/cat.png") / 2))" "$FIX/cat.png" > half.png';
/** The package with a fault in it, beside the one that is whole. */
const broken = `cp -r "$(dirname "$(readlink -f "$(command -v mmada)")")/.." package && echo 'throw new Error("a fault")' > package/dist/program/runs.js`;
const partial = ['a-cat.json', 'a-cat.png'];

/* The exit codes that only come of what happens while a command runs. */
export const cases: readonly Case[] = [
	{
		run: `${half}; ${jobs} > jobs.jsonl; mmada batch jobs.jsonl -o out -q`,
		code: 3,
		out: 'out/1-a-red-cat.png\n',
		files: ['half.png', 'jobs.jsonl', 'out'],
	},
	{
		run: `${broken}; node package/bin/mmada.js runs`,
		code: 70,
		err: /^This is a bug in mmada, please report it:\nError: a fault\n/,
		files: ['package'],
	},
	{
		// Stopped, it is under way for as long as it takes to ask.
		run: `${underWay}; kill -STOP $!; mmada resume "$id"; code=$?; kill -9 $!; exit $code`,
		code: 75,
		err: /is under way in process \d+\.\nWait for it/,
	},
	// In a group of its own, as of a shell that people type into, which says how its jobs end.
	{run: `set -m; ${underWay}; kill -INT $!; wait $!`, code: 130, out: 'a-cat.png\n', err: /Interrupt/, files: partial},
	// A script's background jobs ignore Ctrl-C, as nohup's ignore that the terminal closes.
	{run: `${underWay}; kill -INT $!; ${goesOn}`, code: 143, out: 'a-cat.png\n', err: /^$/, files: partial},
	{run: `${underWay.replace('mmada', 'nohup mmada')}; kill -HUP $!; ${goesOn}`, code: 143, out: 'a-cat.png\n', files: partial},
	{run: `trap '' HUP; ${underWay}; kill -HUP $!; ${goesOn}`, code: 143, out: 'a-cat.png\n', err: /^$/, files: partial},
	// A signal to the whole group saves what there is, too; and a loop of a script ends with the picture that Ctrl-C stopped.
	{run: `set -m; ${underWay}; kill -TERM -- -$!; wait $!`, code: 143, out: 'a-cat.png\n', err: /Terminated/, files: partial},
	{run: `set -m; ${underWay}; kill -HUP -- -$!; wait $!`, code: 143, out: 'a-cat.png\n', err: /Exit 143/, files: partial},
	{run: `set -m; ${loop}; kill -INT -- -$!; wait $!`, code: 130, out: '1.png\n', err: /Interrupt/, files: ['1.json', '1.png', 'loop.sh']},
	{run: `${underWay}; kill -TERM $!; wait $!`, code: 143, out: 'a-cat.png\n', err: /^$/, files: partial},
];

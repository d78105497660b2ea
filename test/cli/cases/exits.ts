import type {Case} from '../installed.ts';

/** A run that takes long, under way, as `$!`; `$id` is what its log is called. */
const underWay = `mmada gen a cat -q --model "$FIX/slow" --steps 4096 --image-steps 4 &
	until id=$(ls "$STATE/runs" 2> /dev/null) && grep -q '"step"' "$STATE/runs/$id/log.ndjson" 2> /dev/null; do sleep 0.1; done`;
const jobs = `printf '%s\\n' '{"instruction": "a red cat"}' '{"instruction": "make it red", "image": "none.png"}'`;
/** The package with a fault in it, beside the one that is whole. */
const broken = `cp -r "$(dirname "$(readlink -f "$(command -v mmada)")")/.." package && echo 'throw new Error("a fault")' > package/dist/cli/commands/runs.js`;
const partial = ['a-cat.json', 'a-cat.png'];

/* The exit codes that only come of what happens while a command runs. */
export const cases: readonly Case[] = [
	{run: `${jobs} > jobs.jsonl; mmada batch jobs.jsonl -o out -q`, code: 3, out: 'out/1-a-red-cat.png\n', files: ['jobs.jsonl', 'out']},
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
	{run: `${underWay}; kill -INT $!; wait $!`, code: 130, out: 'a-cat.png\n', err: /^$/, files: partial},
	{run: `${underWay}; kill -TERM $!; wait $!`, code: 143, out: 'a-cat.png\n', err: /^$/, files: partial},
];

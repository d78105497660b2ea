import type {Case} from '../installed.ts';

/* A picture that was named gets that name, or nothing is begun: whatever stands there or beside it. */

const gen = 'mmada gen a red cat --seed 7 -q -o';
const isTheCat = 'cmp x.png "$FIX/cat.png"';
const there = '`x.png` is there already.\nGive --force to replace it, or name another file with --output.';
/** Three letters that stand for what the tests find again. */
const mine = 'echo mine > ';
/** A run that was stopped by another program, with its partial picture under the name that was given. */
const stopped = `mmada gen a cat -q -o x.png --model "$FIX/slow" --steps 400 --image-steps 4 &
	until id=$(ls "$STATE/runs" 2> /dev/null) && grep -q '"step"' "$STATE/runs/$id/log.ndjson" 2> /dev/null; do sleep 0.1; done
	kill -TERM $!; wait $!`;
const whole = 'mmada show x.png --json | grep -c partial';

export const cases: readonly Case[] = [
	// The name is free.
	{run: `${gen} x.png && ${isTheCat}`, out: 'x.png\n', files: ['x.json', 'x.png']},
	{run: `${gen} x && ${isTheCat}`, out: 'x.png\n', files: ['x.json', 'x.png']},
	{run: `${gen} x.png -f && ${isTheCat}`, out: 'x.png\n', files: ['x.json', 'x.png']},
	// A picture has it.
	{run: `${mine} x.png; ${gen} x.png; code=$?; cat x.png; exit $code`, code: 73, out: 'mine\n', err: there, files: ['x.png']},
	{run: `${mine} x.png; ${gen} x; code=$?; cat x.png; exit $code`, code: 73, out: 'mine\n', err: there, files: ['x.png']},
	{run: `${mine} x.png; ${gen} x.png -f && ${isTheCat}`, out: 'x.png\n', files: ['x.json', 'x.png']},
	{run: `${gen} x.png && ${gen} x.png`, code: 73, out: 'x.png\n', err: there, files: ['x.json', 'x.png']},
	{run: `${gen} x.png && ${gen} x.png -f && ${isTheCat}`, out: 'x.png\nx.png\n', files: ['x.json', 'x.png']},
	{run: `cp "$FIX/cat.png" x.png; mmada edit x.png a blue cat -o x.png`, code: 73, err: there, files: ['x.png']},
	{run: `cp "$FIX/cat.png" x.png; mmada edit x.png a blue cat -q -f -o x.png`, out: 'x.png\n', files: ['x.json', 'x.png']},
	{run: `cp "$FIX/cat.png" x.png; mmada rerun x.png --model "$FIX/tiny" -o x.png`, code: 73, err: there, files: ['x.png']},
	// Another file has the name of the transcript.
	{
		run: 'mmada gen a red cat --seed 7 -q -o x.png --json > x.json && mmada show x.png.json | head -1 && grep -c \'"transcript": "x.png.json"\' x.json',
		out: 'a red cat\n1\n',
		files: ['x.json', 'x.png', 'x.png.json'],
	},
	{
		run: `${mine} x.json; mmada gen a cat -o x.png; cat x.json`,
		out: 'x.png\nmine\n',
		err: '`x.json` is another file, so the transcript is `x.png.json`.',
		files: ['x.json', 'x.png', 'x.png.json'],
	},
	{run: `${mine} x.json; ${gen} x.png -f && ${isTheCat}; cat x.json`, out: 'x.png\nmine\n', files: ['x.json', 'x.png', 'x.png.json']},
	{
		run: `${mine} x.json; cp x.json x.png.json; ${gen} x.png`,
		code: 73,
		err: '`x.png.json` is there already.',
		files: ['x.json', 'x.png.json'],
	},
	{
		run: `${gen} x.webp && ${gen} x.png && mmada show x.json | head -1 && mmada replay x.png --json | grep -c "a red cat"`,
		out: /^x\.webp\nx\.png\na red cat\n\d\n$/,
		files: ['x.json', 'x.png', 'x.png.json', 'x.webp'],
	},
	{
		run: `${mine} README.md; ${gen} README.png --markdown && cat README.md && grep -c "| seed | 7 |" README.png.md`,
		out: 'README.png\nmine\n1\n',
		files: ['README.json', 'README.md', 'README.png', 'README.png.md'],
	},
	// Only names that nobody gave are counted up.
	{run: `mmada gen x -q && mmada gen x -q`, out: 'x.png\nx-2.png\n', files: ['x-2.json', 'x-2.png', 'x.json', 'x.png']},
	{run: `mkdir out; mmada gen x -q -o out && mmada gen x -q -o out/`, out: 'out/x.png\nout/x-2.png\n', files: ['out']},
	// A folder that is named as one is made, and none if nothing comes of the run.
	{run: 'mmada gen x -q -o a/b/ && ls a/b', out: 'a/b/x.png\nx.json\nx.png\n', files: ['a']},
	{run: 'mmada gen a giraffe --strict -o a/b/', code: 65, err: 'giraffe', files: []},
	{run: `${mine} a; ${gen} a/`, code: 73, err: /./, files: ['a']},
	{run: `${gen} none/x.png`, code: 73, err: 'The folder `none` does not exist.'},
	{run: `${gen} /dev/null`, code: 73, err: 'no plain file'},
	{run: `${gen} /dev/null -f`, code: 73, err: 'no plain file'},
	// A film is called as it was named, too.
	{run: `${mine} x.gif; mmada replay "$FIX/cat.json" -q -o x.gif`, code: 73, err: '`x.gif` is there already.', files: ['x.gif']},
	{run: `${mine} x.gif; mmada replay "$FIX/cat.png" -q -f -o x.gif`, out: 'x.gif\n', files: ['x.gif']},
	// The whole picture takes the place of the partial one, and of no other.
	{
		run: `${stopped}; mmada show x.png | grep -c "^partial *stopped after"; mmada resume -q; ${whole}`,
		code: 1,
		out: /^x\.png\n1\n\/.*\/x\.png\n0\n$/,
		files: ['x.json', 'x.png'],
	},
	{
		run: `${stopped}; ${mine} x.png; mmada resume -q; code=$?; cat x.png; mmada resume -q -o y.png; exit $code`,
		code: 73,
		out: /^x\.png\nmine\ny\.png\n$/,
		err: /x\.png` is there already\./,
		files: ['x.json', 'x.png', 'y.json', 'y.png'],
	},
	{
		run: `${stopped}; ${mine} x.png; mmada resume -q -f; ${whole}`,
		code: 1,
		out: /^x\.png\n\/.*\/x\.png\n0\n$/,
		files: ['x.json', 'x.png'],
	},
	{
		run: `${stopped}; ${mine} y.png; for place in y.png /dev/null; do mmada resume -q -o $place; done; code=$?; cat y.png; mmada resume -q -o out/; ls out; exit $code`,
		code: 73,
		out: /^x\.png\nmine\nout\/a-cat\.png\na-cat\.json\na-cat\.png\n$/,
		err: /y\.png` is there already\.[\s\S]*no plain file/,
		files: ['out', 'x.json', 'x.png', 'y.png'],
	},
	// The same for an edit and a rerun.
	...[`mmada edit "$FIX/cat.png" a blue cat -q`, `mmada rerun "$FIX/cat.png" --model "$FIX/tiny" -q`].flatMap((run): Case[] => [
		{run: `${run} -o x.png`, out: 'x.png\n', files: ['x.json', 'x.png']},
		{run: `${mine} x.png; ${run} -o x.png; code=$?; cat x.png; exit $code`, code: 73, out: 'mine\n', err: there, files: ['x.png']},
		{run: `${mine} x.png; ${run} -f -o x.png`, out: 'x.png\n', files: ['x.json', 'x.png']},
		{run: `${mine} x.json; ${run} -o x.png; cat x.json`, out: 'x.png\nmine\n', files: ['x.json', 'x.png', 'x.png.json']},
		{run: `${mine} x.json; ${run} -f -o x.png; cat x.json`, out: 'x.png\nmine\n', files: ['x.json', 'x.png', 'x.png.json']},
		{run: `${run} -o out/ && ls out | wc -l`, out: /^out\/[a-z-]+\.png\n2\n$/, files: ['out']},
		{run: `${run} -o none/x.png`, code: 73, err: 'The folder `none` does not exist.'},
		{run: `${run} -o /dev/null`, code: 73, err: 'no plain file'},
	]),
	// A replay finds what stands beside the picture.
	{run: 'mmada replay "$FIX/cat.png" --json', out: /"instruction": "a red cat"/},
	{
		run: 'cp "$FIX/cat.png" .; mmada replay cat.png',
		code: 66,
		err: /`cat\.png` there is no transcript of its run \(`cat\.json`\)/,
		files: ['cat.png'],
	},
	{run: `${gen} x.png --no-metadata && mmada replay x.png --json | grep -c "a red cat"`, out: /^x\.png\n\d\n$/},
	{run: 'mmada replay none.png', code: 66, err: 'Cannot read the picture or transcript `none.png`.'},
];

import type {Case} from '../installed.ts';

/* Parts of a picture to change, said in words or numbers instead of drawn. */
const edit = 'mmada edit "$FIX/cat.png" a blue cat -q --seed 7 -o x.png';

export const cases: readonly Case[] = [
	{run: `${edit} --region left && mmada show x.png --json | grep -c repaint`, out: 'x.png\n1\n'},
	{run: `${edit} --mask-box 0,0,48,48 --invert-mask`, out: 'x.png\n'},
	{run: `${edit} --mask-box 4000,0,48,48`, code: 65, err: 'The box begins at 4000,0, and '},
	{
		run: `${edit.replace(' -o x.png', '')} --region left --dry-run`,
		out: /^painted anew: 18 of 36 parts \(50 %\), within 0,0,72,144 of 144x144 px\n$/,
		files: [],
	},
	{
		run: 'mmada edit "$FIX/cat.png" --mask-box 0,96,48,48 --dry-run --json | tr -d "\\n\\t " | grep -o "codes[^]]*"',
		out: 'codes":[24,25,30,31\n',
	},
	{run: `mmada edit none.png --dry-run`, code: 66, err: 'Cannot read the image `none.png`'},
	{run: `${edit} --mask-box 1,2,3`, code: 2, err: '--mask-box must be x,y,width,height in pixels of the picture'},
	{run: `${edit} --region middle`, code: 2, err: '--region must be left, right, top, bottom or sky'},
	{run: `${edit} --region left --mask-box 0,0,9,9`, code: 2, err: '--mask-box and --region exclude each other.'},
	{run: `${edit} --invert-mask`, code: 2, err: '--invert-mask exchanges the two sides of a mask.'},
];

/** The look of a film's page: light or dark as the reader's system says, and narrow enough for a phone. */
export const pageStyle = `
:root {
	color-scheme: light dark;
	--ground: #ffffff; --text: #23262d; --strong: #0c0e12; --dim: #676d7a; --mask: #dfe2e8; --lit: #00708a; --image: #b3541e;
	--veil: #eceef2; --dot: #a9afbb;
}
@media (prefers-color-scheme: dark) {
	:root {
		--ground: #0f1117; --text: #d9dbe0; --strong: #ffffff; --dim: #9299a8; --mask: #2a303d; --lit: #62d9ea; --image: #f0a568;
		--veil: #20242e; --dot: #626a7e;
	}
}
* {box-sizing: border-box}
body {margin: 0; background: var(--ground); color: var(--text); font: 17px/1.5 system-ui, sans-serif}
main {max-width: 1060px; margin: 0 auto; padding: 40px 24px}
h1 {font-size: 26px; line-height: 1.3; margin: 0 0 6px; color: var(--strong); overflow-wrap: anywhere}
.dim {color: var(--dim); font-size: 14px; margin: 0}
.stage {display: flex; flex-wrap: wrap; gap: 40px; margin: 28px 0 20px}
.text {flex: 1 1 380px; margin: 0; font-size: 19px; line-height: 2.3; word-spacing: .3em; overflow-wrap: anywhere; min-width: 0}
.picture {flex: 0 1 420px; min-width: 240px; margin: 0}
.picture canvas, .picture img {display: block; width: 100%; height: auto; border-radius: 8px}
p.from {display: flex; align-items: center; gap: 12px; margin-top: 14px}
.from img {width: 96px; height: auto; border-radius: 5px}
.word {position: relative; cursor: pointer; border-radius: 4px; transition: color .25s}
.word:hover {text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: 4px}
.word.masked {color: transparent; background: linear-gradient(var(--mask), var(--mask)) 0 55% / 100% .55em no-repeat}
.word.new {color: var(--lit)}
.word[data-time]::before {
	content: attr(data-time); position: absolute; left: 50%; top: -.95em; transform: translateX(-50%);
	font-size: 10px; line-height: 1; word-spacing: 0; color: var(--dim); white-space: nowrap; font-variant-numeric: tabular-nums;
}
.word.masked::before, .untimed .word::before {visibility: hidden}
.shares {display: block; width: 100%; height: 56px; overflow: visible}
.shares path {fill: none; stroke-width: 2; vector-effect: non-scaling-stroke; stroke-linejoin: round}
.shares .of-text, .key .of-text {stroke: var(--lit); color: var(--lit)}
.shares .of-image, .key .of-image {stroke: var(--image); color: var(--image)}
.shares line {stroke: var(--dim); stroke-width: 1; vector-effect: non-scaling-stroke; stroke-dasharray: 3 3}
input[type=range] {display: block; width: 100%; margin: 6px 0 14px; accent-color: var(--lit)}
.controls {display: flex; flex-wrap: wrap; align-items: center; gap: 10px 20px; font-size: 15px}
.controls output {font-variant-numeric: tabular-nums; min-width: 21em}
button {
	font: inherit; color: var(--strong); background: var(--veil); border: 1px solid var(--mask); border-radius: 7px; padding: 5px 16px;
	min-width: 6em; cursor: pointer;
}
:focus-visible {outline: 2px solid var(--lit); outline-offset: 3px}
.key {margin-left: auto; font-size: 14px}
.key b {font-weight: 600}
kbd {font: inherit; border: 1px solid var(--mask); border-radius: 4px; padding: 0 5px}
footer.dim {margin-top: 24px; line-height: 1.8}
@media (prefers-reduced-motion: reduce) {.word {transition: none}}
`;

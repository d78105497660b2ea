/** Style of report and audit sheet, in light and in dark. */
export const pageStyle = `
:root {color-scheme: light dark; --paper: #fff; --ink: #1d1f23; --soft: #62666f; --line: #dcdfe4; --panel: #f5f6f8; --bar: #3b6fd4; --bad: #b3261e; --warn: #8a5a00}
@media (prefers-color-scheme: dark) {:root {--paper: #15171b; --ink: #e4e6ea; --soft: #9aa0ab; --line: #31353d; --panel: #1e2127; --bar: #6f9cf0; --bad: #ff8a80; --warn: #e6b450}}
* {box-sizing: border-box}
body {margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif}
main {max-width: 1120px; margin: 0 auto; padding: 28px 20px 60px}
h1 {font-size: 26px; margin: 0 0 4px}
h2 {font-size: 19px; margin: 34px 0 10px}
h3 {font-size: 16px; margin: 0 0 6px}
.lead {color: var(--soft); margin: 0 0 14px}
.notes {margin: 0 0 20px; padding-left: 18px}
.bad {color: var(--bad); font-weight: 600}
.wide {overflow-x: auto; margin: 0 0 18px}
table {border-collapse: collapse; font-size: 14px}
.wide th, .wide td {padding: 4px 12px 4px 0; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums}
.wide th {font-weight: 600; color: var(--soft)}
.wide th:first-child {text-align: left; color: var(--ink)}
form {position: sticky; top: 0; z-index: 1; background: var(--paper); padding: 10px 0; border-bottom: 1px solid var(--line)}
select {font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: 4px 8px; margin-right: 8px}
output {color: var(--soft)}
section {display: flex; flex-wrap: wrap; gap: 20px; padding: 20px 0; border-bottom: 1px solid var(--line)}
section[hidden] {display: none}
.pictures {display: flex; gap: 10px}
figure {margin: 0; width: 236px}
figure img {display: block; width: 236px; height: 236px; object-fit: contain; background: var(--panel); border-radius: 6px; image-rendering: auto}
figure.none {height: 236px; background: var(--panel); border-radius: 6px; display: grid; place-items: center}
figcaption {color: var(--soft); font-size: 13px}
.words {flex: 1 1 380px; min-width: 0}
.said-by-model {margin: 0 0 10px; color: var(--soft); overflow-wrap: anywhere}
.marks th {text-align: left; font-weight: 400; padding: 2px 10px 2px 0; white-space: nowrap; vertical-align: top}
.marks td {padding: 2px 10px 2px 0; vertical-align: top}
.bar {width: 90px}
.bar i {display: block; height: 8px; margin-top: 7px; border-radius: 4px; background: var(--bar)}
.points {text-align: right; font-variant-numeric: tabular-nums}
.said {color: var(--soft); font-size: 13px; overflow-wrap: anywhere}
tr.refused .points, tr.unparsable .points, tr.error .points, tr.missing .points {color: var(--warn)}
.small {color: var(--soft); font-size: 13px; margin: 8px 0 0}
`;

/** Style of the audit sheet, after that of all pages. */
export const sheetStyle = `
section.card {display: none; border: 0}
section.card.now {display: flex}
.card figure, .card figure img {width: 300px}
.card figure img {height: 300px}
fieldset {border: 1px solid transparent; border-radius: 8px; margin: 0 0 4px; padding: 6px 10px; min-width: 0}
fieldset.now {border-color: var(--bar); background: var(--panel)}
fieldset p {display: none; margin: 6px 0; color: var(--soft); font-size: 14px; max-width: 62ch}
fieldset.now p, fieldset.now ol {display: block}
fieldset ol {display: none; margin: 0; padding: 0; list-style: none; font-size: 14px}
legend {float: left; width: 170px; font-weight: 600}
button {font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: 2px 12px; margin: 0 4px 4px 0; cursor: pointer}
button[aria-pressed=true] {background: var(--bar); border-color: var(--bar); color: var(--paper); font-weight: 600}
kbd {font: 13px ui-monospace, monospace; border: 1px solid var(--line); border-radius: 4px; padding: 0 5px}
header {display: flex; gap: 18px; align-items: baseline; flex-wrap: wrap; border-bottom: 1px solid var(--line); padding-bottom: 10px}
header output {flex: 1; white-space: nowrap}
`;

/** The look of the HTML report; works without scripts, in light and dark, and on paper. */
export const STATUS_STYLE = `
:root { color-scheme: light dark; --text: #1b1f24; --muted: #57606a; --page: #ffffff; --line: #d0d7de; --soft: #f6f8fa;
  --link: #0550ae; --failing: #b3261e; --expired: #8a5a00; --open: #6b7280; --attested: #1a6fb5; --evidenced: #1a7f37;
  --not-applicable: #c3c9d0; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --muted: #9da7b3; --page: #0d1117; --line: #30363d; --soft: #161b22; --link: #79b8ff;
    --failing: #ff8182; --expired: #e3b341; --open: #9da7b3; --attested: #6cb6ff; --evidenced: #56d364;
    --not-applicable: #444c56; }
}
* { box-sizing: border-box; }
body { margin: 0; color: var(--text); background: var(--page); font: 16px/1.5 system-ui, sans-serif; }
header, main, footer, nav { max-width: 60rem; margin: 0 auto; padding: 1rem 1.25rem; }
header { padding-bottom: 0; }
nav { padding-top: 0; padding-bottom: 0; }
nav ul { margin: 0.5rem 0 0; padding-left: 1.25rem; }
h1 { font-size: 1.75rem; line-height: 1.25; margin: 0.5rem 0; }
h2 { font-size: 1.4rem; margin: 2.5rem 0 0.5rem; padding-top: 1rem; border-top: 2px solid var(--line); }
h3 { font-size: 1.15rem; margin: 2rem 0 0.5rem; }
h4 { font-size: 1rem; margin: 0; }
a { color: var(--link); }
a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--page); padding: 0.5rem 1rem; }
.muted, .reason, .places { color: var(--muted); }
.chart { width: 100%; height: auto; font-size: 12px; }
.chart text { fill: var(--text); }
.chart rect { stroke: var(--page); stroke-width: 1; }
rect.state-failing { fill: var(--failing); } rect.state-expired { fill: var(--expired); }
rect.state-open { fill: var(--open); } rect.state-attested { fill: var(--attested); }
rect.state-evidenced { fill: var(--evidenced); } rect.state-not-applicable { fill: var(--not-applicable); }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
th, td { border-bottom: 1px solid var(--line); padding: 0.3rem 0.5rem; text-align: right; }
th:first-child, td:first-child { text-align: left; }
thead th { white-space: nowrap; }
.swatch { display: inline-block; width: 0.75em; height: 0.75em; margin-right: 0.35em; border-radius: 2px; }
.swatch.state-failing { background: var(--failing); } .swatch.state-expired { background: var(--expired); }
.swatch.state-open { background: var(--open); } .swatch.state-attested { background: var(--attested); }
.swatch.state-evidenced { background: var(--evidenced); }
.swatch.state-not-applicable { background: var(--not-applicable); }
.scroll { overflow-x: auto; }
.item { border: 1px solid var(--line); border-radius: 6px; margin: 0.75rem 0; padding: 0.75rem 1rem; break-inside: avoid-page; }
.item > p { margin: 0.25rem 0; }
.questions { list-style: none; margin: 0.5rem 0 0; padding: 0; }
.questions li { position: relative; border-top: 1px solid var(--line); padding: 0.6rem 0 0.6rem 8.5rem;
  break-inside: avoid; }
.questions li > p:first-child > .badge { position: absolute; left: 0; top: 0.8rem; width: 7.5rem; }
.questions .reason, .questions .places { font-size: 0.9rem; }
@media (max-width: 40rem) {
  .questions li { padding-left: 0; }
  .questions li > p:first-child > .badge { position: static; width: auto; min-width: 0; margin-right: 0.35rem; }
}
.questions p { margin: 0.15rem 0; overflow-wrap: anywhere; }
.item > .related { margin-top: 0.75rem; font-size: 0.85rem; font-weight: 600; }
.references { margin: 0.15rem 0 0; padding-left: 1.25rem; font-size: 0.85rem; columns: 22rem auto; column-gap: 2rem; }
.references li { break-inside: avoid; overflow-wrap: anywhere; }
.badge { display: inline-block; min-width: 7.5rem; padding: 0 0.5rem; border: 1px solid currentcolor; border-radius: 1rem;
  font-size: 0.8rem; font-weight: 600; text-align: center; }
.badge.state-failing { color: var(--failing); } .badge.state-expired { color: var(--expired); }
.badge.state-open, .badge.state-not-applicable { color: var(--muted); }
.badge.state-attested { color: var(--attested); } .badge.state-evidenced { color: var(--evidenced); }
@media (forced-colors: active) {
  .chart text { fill: CanvasText; }
  .chart rect, .swatch { forced-color-adjust: none; stroke: Canvas; }
  .swatch { border: 1px solid CanvasText; }
  .badge { color: CanvasText; border-color: CanvasText; }
  a:focus-visible { outline-color: Highlight; }
}
@page { margin: 16mm 15mm; }
@media print {
  :root { color-scheme: light; --text: #000000; --muted: #404040; --page: #ffffff; --line: #b0b0b0; --link: #000000;
    --failing: #b3261e; --expired: #8a5a00; --open: #6b7280; --attested: #1a6fb5; --evidenced: #1a7f37;
    --not-applicable: #c3c9d0; }
  html { font-size: 9pt; }
  body { font-size: 9pt; line-height: 1.4; }
  nav, .skip { display: none; }
  header, main, footer { max-width: none; padding: 0; }
  h1, h2, h3, h4, h4 + p, .related { break-after: avoid; }
  h2 { border-top: 0; padding-top: 0; }
  section + section { break-before: page; }
  .scroll { overflow: visible; }
  .item { border: 0; border-top: 1px solid #808080; border-radius: 0; padding: 0.75rem 0; break-inside: auto; }
  a { text-decoration: underline; }
  .references { columns: auto; padding: 0; font-size: 7.5pt; }
  .references li { display: inline; }
  .references a { text-decoration: none; }
  .references li:not(:last-child)::after { content: '; '; }
  .chart rect, .badge, .swatch { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`.trim();

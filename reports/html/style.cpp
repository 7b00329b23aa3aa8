#include "reports/html/style.hpp"

namespace rehearse::reports::html {

std::string_view style_sheet() {
  return R"css(
:root { --bg: #fff; --fg: #1f2328; --muted: #59636e; --line: #d1d9e0; --soft: #f6f8fa;
  --link: #0550ae; --bad: #a40e26; --bad-bg: #ffebe9; --good: #116329; --good-bg: #dafbe1;
  --warn: #7a4d00; --warn-bg: #fff4d6; --idle: #424a53; --idle-bg: #eef1f4; --on-bad: #fff;
  --f0: #ddeafd; --f1: #dcf0e3; --f2: #fdf0cd; --f3: #f4e1f6; --f4: #e4e7eb; --f5: #d8f0f2;
  --hatch: #8a4b00; color-scheme: light; }
@media screen {
  :root[data-theme=dark] { --bg: #0d1117; --fg: #e6edf3; --muted: #9ea7b1; --line: #3d444d;
    --soft: #161b22; --link: #79b8ff; --bad: #ff9b95; --bad-bg: #3a1518; --good: #7ee2a0;
    --good-bg: #10301c; --warn: #f0c060; --warn-bg: #362704; --idle: #b7bfc8; --idle-bg: #21262d;
    --on-bad: #3a1518; --f0: #1d3557; --f1: #1c3f2b; --f2: #453710; --f3: #40264a; --f4: #30363d;
    --f5: #15404a; --hatch: #ffb454; color-scheme: dark; }
}
@media screen and (prefers-color-scheme: dark) {
  :root:not([data-theme=light]) { --bg: #0d1117; --fg: #e6edf3; --muted: #9ea7b1; --line: #3d444d;
    --soft: #161b22; --link: #79b8ff; --bad: #ff9b95; --bad-bg: #3a1518; --good: #7ee2a0;
    --good-bg: #10301c; --warn: #f0c060; --warn-bg: #362704; --idle: #b7bfc8; --idle-bg: #21262d;
    --on-bad: #3a1518; --f0: #1d3557; --f1: #1c3f2b; --f2: #453710; --f3: #40264a; --f4: #30363d;
    --f5: #15404a; --hatch: #ffb454; color-scheme: dark; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 12px 20px 40px; max-width: 1260px; background: var(--bg);
  color: var(--fg); font: 13px/1.4 system-ui, sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); text-underline-offset: 2px; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
:target { scroll-margin-top: 12px; }
tr:target, tr:target > * { background: var(--warn-bg); }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 8px; top: 8px; background: var(--bg); padding: 6px 10px; z-index: 1; }
.defs { position: absolute; }
h1, h2, h3, h4 { line-height: 1.25; margin: 0; }
h2 { font-size: 18px; margin: 34px 0 10px; padding-bottom: 4px;
  border-bottom: 1px solid var(--line); }
h3 { font-size: 15px; margin: 26px 0 8px; }
h4 { font-size: 13.5px; margin: 16px 0 4px; }
p { margin: 6px 0; max-width: 125ch; text-wrap: pretty; }
ul, ol { margin: 4px 0; padding-left: 24px; }
code, pre { font: 12px/1.4 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
pre { margin: 0; white-space: pre-wrap; }
button { font: inherit; color: var(--fg); background: var(--soft); border: 1px solid var(--muted);
  border-radius: 5px; padding: 2px 10px; cursor: pointer; }
.verdict { display: flex; gap: 14px; align-items: center; padding: 8px 16px; border-radius: 6px;
  border-left: 6px solid; }
.verdict > div { flex: 1; }
.verdict h1 { font-size: 22px; }
.verdict p { max-width: none; margin: 1px 0; color: var(--fg); }
.verdict .plan { color: var(--fg); font-weight: 600; margin-left: 6px; }
.verdict .cause { font-size: 15px; }
.verdict .icon { flex: none; }
.verdict .theme { align-self: start; }
.certified { color: var(--good); background: var(--good-bg); }
.rejected { color: var(--bad); background: var(--bad-bg); }
.inconclusive { color: var(--warn); background: var(--warn-bg); }
.incomplete { color: var(--idle); background: var(--idle-bg); }
.verdict h1 .plan { display: inline-block; max-width: 100%; }
.contents ul { list-style: none; padding: 0; margin: 22px 0 0; font-size: 13px; }
.contents li { margin: 3px 0; }
.scenarios ul { list-style: none; padding: 0; margin: 8px 0 0; display: flex; gap: 4px 22px;
  flex-wrap: wrap; }
.strip { margin: 8px 0 6px; }
.strip svg { display: block; width: 100%; height: auto; }
.legend { color: var(--muted); font-size: 11.5px; margin: 0; max-width: none; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) 392px; gap: 0 26px; }
.columns h2 { font-size: 13.5px; margin: 5px 0 1px; padding-bottom: 1px; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
tbody th { overflow-wrap: break-word; }
th, td { text-align: left; vertical-align: baseline; padding: 3px 8px 3px 0; font-weight: 400;
  border-bottom: 1px solid var(--line); }
th, td { min-width: 3.5em; }
.steps td:nth-child(3), .steps td:nth-child(4) { min-width: 7em; }
.steps td:nth-child(5) { min-width: 18em; }
thead th { color: var(--muted); font-size: 11.5px; }
.n { text-align: right; }
.properties th, .properties td { padding: 1.5px 8px 1.5px 0; }
.properties { table-layout: fixed; line-height: 1.3; }
.properties thead th { width: 15%; }
.properties thead th:first-child { width: 28%; }
.properties thead th:nth-child(2) { width: 9%; }
.properties thead th:nth-child(3) { width: 16%; }
.properties thead th:nth-child(4) { width: 12%; }
.properties thead th:nth-child(5) { width: 13%; }
.properties thead th:nth-child(6) { width: 22%; }
.properties .id { display: inline-block; min-width: 2.2em; color: var(--muted); }
.v { font-weight: 600; }
.violated { color: var(--bad); }
.unknown { color: var(--warn); }
.idle { color: var(--idle); }
.holds { color: var(--good); }
.facts dl { line-height: 1.28; }
dl { display: grid; grid-template-columns: 100px minmax(0, 1fr); gap: 0 10px; margin: 0; }
dl.wide { grid-template-columns: 170px minmax(0, 1fr); gap: 3px 14px; margin: 6px 0; }
dt { color: var(--muted); }
dd { margin: 0; }
.command { display: flow-root; background: var(--soft); padding: 4px 8px;
  border: 1px solid var(--line); border-radius: 5px; margin: 4px 0; }
.command .copy { float: right; margin: 0 0 2px 8px; }
.facts .command pre { max-height: 5.6em; overflow: auto; }
.signoff { display: none; }
.note { color: var(--muted); }
details { border: 1px solid var(--line); border-radius: 5px; margin: 6px 0; }
summary { padding: 5px 10px; cursor: pointer; }
details[open] > summary { border-bottom: 1px solid var(--line); background: var(--soft); }
summary .v { display: inline-block; min-width: 9.5em; }
details.property + details.property:not([open]) { margin-top: -3px; }
.narrow { width: auto; }
.narrow th, .narrow td { padding-right: 26px; }
.fold { padding: 6px 14px 12px; }
.sentence { font-size: 15px; font-weight: 600; }
.steps th, .steps td { padding-right: 14px; }
.proof { padding-left: 20px; }
.proof li { margin: 2px 0; }
.scroll { overflow-x: auto; }
.scroll svg { display: block; height: auto; min-width: 900px; max-width: 100%; margin: 8px 0; }
.witness th, .witness td { font-weight: 600; }
.steps td:nth-child(2) { white-space: nowrap; }
.charts { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 16px; }
.charts svg { width: 100%; height: auto; display: block; }
figure { margin: 0; }
figcaption { font-weight: 600; min-height: 2.8em; }
.matrix { font-size: 11.5px; width: auto; }
.matrix th, .matrix td { padding: 2px 5px; min-width: 2em; }
.matrix tbody th { white-space: nowrap; padding-left: 0; }
.matrix .group { border-left: 1px solid var(--line); text-align: center; }
.matrix td.group, .matrix th.n.group { text-align: right; }
.matrix .zero { font-weight: 700; color: var(--warn); background: var(--warn-bg);
  box-shadow: inset 0 0 0 1.5px var(--warn); }
.matrix .full { font-weight: 600; white-space: nowrap; }
.situations td { white-space: nowrap; }
.situations th, .situations td { padding: 1.5px 14px 1.5px 0; }
.unseen { padding-left: 20px; margin: 4px 0; }
.unseen li { margin: 3px 0; }
abbr { text-decoration: none; }
footer { margin-top: 40px; color: var(--muted); }
.t { fill: var(--fg); }
.m { fill: var(--muted); }
.b { font-weight: 600; }
.halo { stroke: var(--bg); stroke-width: 3px; paint-order: stroke; }
.on { fill: var(--on-bad); font-weight: 600; }
.bad { fill: var(--bad); }
.l { stroke: var(--muted); stroke-opacity: .7; }
.bl, .arrow.bl { stroke: var(--bad); }
.arrow { stroke: var(--fg); }
.ponr { stroke: var(--fg); }
.gate { fill: var(--bg); stroke: var(--fg); }
.gate.met { fill: var(--fg); }
.dot { fill: var(--bg); stroke: var(--fg); }
.dot.bad { fill: var(--bad); stroke: var(--bad); }
.series { stroke: var(--link); }
.control { stroke: var(--muted); }
.f0 { fill: var(--f0); } .f1 { fill: var(--f1); } .f2 { fill: var(--f2); }
.f3 { fill: var(--f3); } .f4 { fill: var(--f4); } .f5 { fill: var(--f5); }
.ph { stroke: var(--muted); }
.hatch { stroke: var(--hatch); }
.hatch-line { stroke: var(--hatch); }
@media screen and (max-width: 900px) {
  .columns, .charts { grid-template-columns: minmax(0, 1fr); }
  .strip { overflow-x: auto; }
  .properties { min-width: 640px; }
  .strip svg { min-width: 900px; }
}
@page { size: A4 landscape; margin: 9mm 10mm 12mm;
  @bottom-right { content: counter(page) " / " counter(pages); font: 9px system-ui, sans-serif; } }
@media print {
  body { padding: 0; max-width: none; font-size: 9.5px; line-height: 1.3; }
  .verdict { padding: 4px 12px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .verdict h1 { font-size: 18px; }
  .verdict .cause { font-size: 11.5px; }
  .columns { grid-template-columns: minmax(0, 1fr) 330px; }
  .columns h2 { font-size: 10.5px; margin: 4px 0 1px; }
  .properties th, .properties td { padding: 1px 6px 1px 0; }
  thead th, .legend, .matrix { font-size: 8.5px; }
  code, pre { font-size: 8.5px; }
  dl { grid-template-columns: 84px minmax(0, 1fr); }
  button, .skip, .theme, .copy, .contents { display: none; }
  .first { break-after: page; }
  .facts { display: flex; flex-direction: column; }
  .signoff { order: -1; display: block; border: 1.5px solid #1f2328; padding: 2px 10px 6px;
    margin-top: 8px; break-inside: avoid; }
  .signoff h2 { border: 0; }
  .signoff p { border-bottom: 1px solid #59636e; margin: 10px 0 0; }
  .signoff p:first-of-type { border: 0; margin: 2px 0; }
  .matrix th, .matrix td { padding: 1px 2px; }
  .scroll { overflow: visible; }
  .scroll svg { min-width: 0; }
  svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  details::details-content { content-visibility: visible; block-size: auto; }
  h2, h3, h4, summary, figcaption { break-after: avoid; }
  tr, figure, svg { break-inside: avoid; }
}
)css";
}

std::string_view script() {
  return R"js(
'use strict';
const root = document.documentElement;
for (const button of document.querySelectorAll('button[hidden]')) button.hidden = false;
document.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  if (button.classList.contains('theme')) {
    const dark = root.dataset.theme
        ? root.dataset.theme === 'dark'
        : matchMedia('(prefers-color-scheme: dark)').matches;
    root.dataset.theme = dark ? 'light' : 'dark';
  }
  if (button.classList.contains('copy')) {
    const command = button.parentElement.querySelector('pre');
    const done = () => { button.textContent = 'Copied'; };
    const select = () => {
      getSelection().selectAllChildren(command);
      button.textContent = 'Selected';
    };
    if (navigator.clipboard) navigator.clipboard.writeText(command.textContent).then(done, select);
    else select();
  }
});
const reveal = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let node = target; node; node = node.parentElement) {
    if (node.tagName === 'DETAILS') node.open = true;
  }
  if (target) target.scrollIntoView();
};
addEventListener('hashchange', reveal);
if (location.hash) reveal();
addEventListener('beforeprint', () => {
  for (const fold of document.querySelectorAll('details:not([open])')) {
    fold.open = true;
    fold.dataset.printed = '';
  }
});
addEventListener('afterprint', () => {
  for (const fold of document.querySelectorAll('details[data-printed]')) {
    fold.open = false;
    delete fold.dataset.printed;
  }
});
)js";
}

}  // namespace rehearse::reports::html

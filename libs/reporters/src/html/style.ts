import { markup } from './markup.ts';

/** How every page looks; one ground for light, one for dark, and paper. */
export const style = markup`<style>
:root {
  color-scheme: light dark;
  --ground: #ffffff; --raised: #f6f7f8; --rule: #d9dde1; --text: #1c2127; --quiet: #59636e;
  --warm: #b54708; --warm-ground: #fdf0e3; --cool: #0b5cad; --cool-ground: #e6f1fb; --open: #7a5c00; --open-ground: #fbf3d0;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ground: #14171a; --raised: #1d2125; --rule: #363d44; --text: #e4e8ec; --quiet: #9aa5b0;
    --warm: #f5a36b; --warm-ground: #3a2415; --cool: #7db8f2; --cool-ground: #15293d; --open: #e3c454; --open-ground: #332b0f;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1rem; }
body {
  margin: 0 auto; padding: 0 1rem 4rem; max-width: 66rem;
  background: var(--ground); color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  overflow-wrap: anywhere;
}
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.86em; }
a { color: var(--cool); text-underline-offset: 0.15em; }
header { display: flex; flex-wrap: wrap; gap: 0.25rem 0.75rem; align-items: baseline; padding: 1rem 0; color: var(--quiet); }
.brand { font-weight: 650; color: var(--text); }
h1, h2, h3, h4 { line-height: 1.3; text-wrap: balance; }
h1 { margin: 0; font-size: 1.5rem; font-weight: 600; }
h1::first-letter, .lead::first-letter { text-transform: uppercase; }
h1 em { font-style: normal; font-weight: 700; }
h2 { margin: 3rem 0 1rem; padding-top: 1rem; border-top: 1px solid var(--rule); font-size: 1.25rem; }
h3 { margin: 2rem 0 0.75rem; font-size: 1.05rem; }
h4 { margin: 1.75rem 0 0.5rem; font-size: 1rem; font-weight: 600; }
.place { font-weight: 400; color: var(--quiet); }
.banner { padding: 1.25rem 1.5rem; border-left: 6px solid; border-radius: 3px; background: var(--raised); }
.banner p { margin: 0.4rem 0 0; color: var(--quiet); }
.banner.leaking { border-color: var(--warm); background: var(--warm-ground); }
.banner.stable { border-color: var(--cool); background: var(--cool-ground); }
.banner.inconclusive { border-color: var(--open); background: var(--open-ground); }
.banner.leaking em { color: var(--warm); }
.banner.stable em { color: var(--cool); }
.banner.inconclusive em { color: var(--open); }
.badge {
  display: inline-block; padding: 0 0.5em; border: 1px solid; border-radius: 1em;
  font-size: 0.8rem; font-weight: 600; line-height: 1.5; vertical-align: 0.1em; white-space: nowrap;
}
.badge.leaking { color: var(--warm); background: var(--warm-ground); }
.badge.stable { color: var(--cool); background: var(--cool-ground); }
.badge.inconclusive { color: var(--open); background: var(--open-ground); }
.facts { margin: 1rem 0; }
.facts > div { display: grid; grid-template-columns: 9rem 1fr; gap: 0 1rem; padding: 0.3rem 0; border-bottom: 1px solid var(--rule); }
.facts > div:last-child { border-bottom: 0; }
dt, .block-title, .list-title { color: var(--quiet); }
dd { margin: 0; }
.block-title, .list-title { margin: 1rem 0 0.35rem; }
.list ul { margin: 0; padding-left: 1.25rem; }
.note, .empty { color: var(--quiet); font-size: 0.9rem; }
pre, .scroll { overflow-x: auto; border: 1px solid var(--rule); border-radius: 4px; background: var(--raised); }
pre { margin: 0.35rem 0 1rem; padding: 0.75rem 1rem; line-height: 1.5; overflow-wrap: normal; }
pre .note { font-size: 1em; }
.path .owner { padding: 0 0.4em; border: 1px solid var(--rule); border-radius: 1em; color: var(--quiet); font-size: 0.9em; }
.path .own { border-color: var(--warm); color: var(--warm); }
.branch { color: var(--quiet); }
mark { padding: 0 0.15em; border-radius: 2px; color: var(--warm); background: var(--warm-ground); font-weight: 700; text-decoration: underline wavy; text-underline-offset: 0.25em; text-decoration-thickness: 1px; }
pre.command { white-space: pre-wrap; overflow-wrap: anywhere; }
.diff { padding: 0.5rem 0; }
.diff code { display: block; width: max-content; min-width: 100%; font-size: 1em; }
.diff code > * { display: block; padding: 0 1rem; text-decoration: none; }
.diff .file, .diff .hunk { color: var(--quiet); }
.diff ins { color: var(--cool); background: var(--cool-ground); }
.diff del { color: var(--warm); background: var(--warm-ground); }
.scroll { margin: 1rem 0; background: none; }
table { width: 100%; border-collapse: collapse; font-size: 0.92rem; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
th, td { padding: 0.45rem 0.75rem; text-align: left; vertical-align: middle; border-bottom: 1px solid var(--rule); }
th { color: var(--quiet); font-weight: 500; white-space: nowrap; background: var(--raised); }
tr:last-child > td { border-bottom: 0; }
td:not(:last-child) { white-space: nowrap; }
td:last-child { min-width: 10rem; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(25rem, 100%), 1fr)); gap: 1.5rem 2.5rem; margin: 1.75rem 0; }
figure { margin: 0; max-width: 36rem; min-width: 0; }
.chart { display: block; width: 100%; height: auto; }
.chart text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; fill: var(--quiet); font-variant-numeric: tabular-nums; }
.chart .label { fill: var(--text); }
.chart .name { font-weight: 600; }
.grid { stroke: var(--rule); stroke-width: 1; }
.axis { stroke: var(--quiet); stroke-width: 1; }
.warm { --ink: var(--warm); --wash: var(--warm); }
.cool { --ink: var(--cool); --wash: var(--cool-ground); }
.plain { --ink: var(--quiet); --wash: var(--rule); }
.plain polyline { stroke-width: 1.25; stroke-dasharray: 4 3; }
polyline { fill: none; stroke: var(--ink); stroke-width: 2; stroke-linejoin: round; vector-effect: non-scaling-stroke; }
.marker { fill: var(--ink); stroke: var(--ink); stroke-width: 1.5; }
.marker.hollow { fill: var(--ground); }
.bar { fill: var(--wash); stroke: var(--ink); stroke-width: 1.5; }
.swatch { width: 28px; height: 12px; flex: none; }
.sparkline { display: block; width: 108px; height: 34px; }
.legend { margin: 0.5rem 0 0; padding: 0; list-style: none; }
.legend li { display: flex; gap: 0.6rem; align-items: baseline; }
details { margin-top: 0.5rem; }
summary { cursor: pointer; color: var(--quiet); font-size: 0.9rem; }
.findings { margin: 0; padding: 0; list-style: none; }
.findings li { display: grid; grid-template-columns: 4.5rem 1fr; gap: 0 1rem; padding: 0.6rem 0; border-bottom: 1px solid var(--rule); }
.findings p { margin: 0; }
.at { color: var(--cool); }
.flow { margin: 0.35rem 0 0; padding-left: 1.5rem; font-size: 0.92rem; }
.tags { color: var(--quiet); font-size: 0.9rem; }
.tags span + span::before { content: "· "; }
.confidence.high { color: var(--warm); }
.confidence.medium { color: var(--open); }
@media (max-width: 36rem) {
  .chart text { font-size: 15px; }
  .facts > div { grid-template-columns: 1fr; padding: 0.5rem 0; }
  h1 { font-size: 1.25rem; }
  .banner { padding: 1rem; }
}
@media print {
  html { font-size: 10pt; }
  body { max-width: none; padding: 0; }
  .charts { grid-template-columns: 1fr 1fr; }
  pre, .scroll { overflow: visible; }
  pre, .diff code { white-space: pre-wrap; overflow-wrap: anywhere; width: auto; }
  figure, tr, pre, .banner { break-inside: avoid; }
  h2, h3, h4, .block-title { break-after: avoid; }
  .up { display: none; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
</style>`;

/** What the page's policy lets through: this style and no other. Its spec says what it must be after a change. */
export const styleHash = 'sha256-XoezOC8+n6PgQM4luOh3Vu/JaPkW4xxJz0EV+pXRGnA=';

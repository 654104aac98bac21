import { markup } from './markup.ts';

/** How the icicle chart and the tree below it look, beside the style of every page. */
export const icicleStyle = markup`<style>
.bar-facts { min-height: 3.1em; margin: 1rem 0 0.25rem; font-size: 0.92rem; }
.icicle { display: block; overflow: hidden; }
.icicle svg { cursor: pointer; }
.icicle svg:focus { outline: none; }
.icicle text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; fill: var(--text); }
.icicle .narrow text { display: none; }
.icicle rect { stroke: var(--ground); stroke-width: 1; }
.icicle svg:focus-visible rect, .icicle svg:hover rect { stroke: var(--text); stroke-width: 2; }
.icicle + .legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; font-size: 0.9rem; color: var(--quiet); }
.one rect, rect.one { fill: var(--warm-ground); }
.many rect, rect.many { fill: var(--cool-ground); }
.engine rect, rect.engine { fill: var(--rule); }
.swatch rect { stroke: var(--quiet); }
.tree { font-size: 0.92rem; font-variant-numeric: tabular-nums; }
.tree details { margin: 0; padding-left: 1.1rem; }
.tree > details { padding-left: 0; }
.tree summary { color: var(--text); font-size: 1em; padding: 0.1rem 0; }
.leaf { padding: 0.1rem 0 0.1rem 2.1rem; }
.branch-size { font-weight: 600; }
.branch-share { color: var(--quiet); }
@media (max-width: 36rem) {
  .tree details { padding-left: 0.5rem; }
  .leaf { padding-left: 1.5rem; }
}
@media print { .icicle { print-color-adjust: exact; } .bar-facts { display: none; } }
</style>`;

/** What the page's policy lets through. Its spec says what it must be after a change. */
export const icicleStyleHash = 'sha256-uogMNH3rtqxW9Uj042ktLLRoAWDKg9T60wP12Q6t5ew=';

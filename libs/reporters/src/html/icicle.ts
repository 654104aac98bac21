import { markup, type Markup, type Part } from './markup.ts';

/** A part of a whole, as a bar: as wide as its size, with its own parts below it. */
export interface IcicleBar {
  readonly label: string;
  /** The bar in one line: shown when it is pointed at, read out to those who do not see it. */
  readonly facts: string;
  readonly tone: IcicleTone;
  readonly size: number;
  readonly children: readonly IcicleBar[];
}

export type IcicleTone = 'one' | 'many' | 'engine';

export interface IcicleText {
  /** What the sizes are. */
  readonly title: string;
  readonly legend: readonly (readonly [IcicleTone, string])[];
}

const rowHeight = 24;
// Narrower bars have no room for a letter; the script that zooms looks again.
const smallestLabelledShare = 0.03;

// The chart ends where all bars are thinner than this: they are seen when it is zoomed.
const smallestSeenShare = 0.004;

/**
 * An icicle chart: the whole on top, and below each bar its parts. Places are shares of the width, so it fits any window and
 * needs the script for nothing but to zoom.
 */
export function icicleChart(root: IcicleBar, { title, legend }: IcicleText): Markup {
  const bars = [...barsOf(root, { x: 0, depth: 0, whole: Math.max(root.size, Number.MIN_VALUE) })];
  const deepest = bars.reduce(
    (most, { depth, share }) => (share < smallestSeenShare ? most : Math.max(most, depth)),
    0,
  );
  const height = (deepest + 1) * rowHeight;
  return markup`<p class="bar-facts" id="bar-facts" aria-live="polite">Click a bar to zoom in, the topmost to see all again.</p>
<svg class="icicle" id="icicle" width="100%" height="${height}" role="group" aria-label="${title}">
${bars.map(barMarkup)}</svg>
<ul class="legend">${legend.map(([tone, text]) => markup`<li><svg class="swatch" aria-hidden="true"><rect class="${tone}" width="28" height="12"/></svg>${text}</li>`)}</ul>`;
}

interface PlacedBar {
  readonly bar: IcicleBar;
  /** From the left, as a share of the whole. */
  readonly x: number;
  readonly share: number;
  readonly depth: number;
}

interface Place {
  readonly x: number;
  readonly depth: number;
  readonly whole: number;
}

function* barsOf(bar: IcicleBar, { x, depth, whole }: Place): Iterable<PlacedBar> {
  yield { bar, x, share: bar.size / whole, depth };
  let left = x;
  for (const child of bar.children) {
    yield* barsOf(child, { x: left, depth: depth + 1, whole });
    left += child.size / whole;
  }
}

function barMarkup({ bar, x, share, depth }: PlacedBar): Part {
  const narrow = share < smallestLabelledShare ? ' narrow' : '';
  return markup`<svg class="${bar.tone}${narrow}" x="${rounded(x * 100)}%" y="${depth * rowHeight}" width="${rounded(share * 100)}%" height="${rowHeight}" data-x="${rounded(x * 100)}" data-w="${rounded(share * 100)}" tabindex="0" role="button" aria-label="${bar.facts}"><title>${bar.facts}</title><rect width="100%" height="${rowHeight - 1}"/><text x="5" y="16">${bar.label}</text></svg>\n`;
}

function rounded(value: number): string {
  return value.toFixed(4).replace(/\.?0+$/, '');
}

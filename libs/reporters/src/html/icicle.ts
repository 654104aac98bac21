import type { HeapBranch } from '@watertight/evidence';
import { branchName, shareText } from '../text/heap-text.ts';
import { bytes, decimal } from '../text/units.ts';
import { markup, type Markup, type Part } from './markup.ts';

const rowHeight = 24;
// Narrower bars have no room for a letter; the script that zooms looks again.
const smallestLabelledShare = 0.03;

// The chart ends where all bars are thinner than this: they are seen when it is zoomed.
const smallestSeenShare = 0.004;

/**
 * An icicle chart: the whole on top, and below each bar what it retains. Places are shares of the width, so it fits any
 * window and needs the script for nothing but to zoom.
 */
export function icicleChart(root: HeapBranch): Markup {
  const bars = [...barsOf(root, { x: 0, depth: 0, whole: Math.max(root.retainedBytes, 1) })];
  const deepest = bars.reduce(
    (most, { depth, share }) => (share < smallestSeenShare ? most : Math.max(most, depth)),
    0,
  );
  const height = (deepest + 1) * rowHeight;
  return markup`<p class="bar-facts" id="bar-facts" aria-live="polite">Click a bar to zoom in, the topmost to see all again.</p>
<svg class="icicle" id="icicle" width="100%" height="${height}" role="group" aria-label="retained size by dominator">
${bars.map(barMarkup)}</svg>
<ul class="legend"><li><svg class="swatch" aria-hidden="true"><rect class="one" width="28" height="12"/></svg>one object</li><li><svg class="swatch" aria-hidden="true"><rect class="many" width="28" height="12"/></svg>all of one class together</li><li><svg class="swatch" aria-hidden="true"><rect class="engine" width="28" height="12"/></svg>roots and V8’s own</li></ul>`;
}

interface Bar {
  readonly branch: HeapBranch;
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

function* barsOf(branch: HeapBranch, { x, depth, whole }: Place): Iterable<Bar> {
  yield { branch, x, share: branch.retainedBytes / whole, depth };
  let left = x;
  for (const child of branch.children) {
    yield* barsOf(child, { x: left, depth: depth + 1, whole });
    left += child.retainedBytes / whole;
  }
}

function barMarkup({ branch, x, share, depth }: Bar): Part {
  const facts = `${branchName(branch)}: retains ${bytes(branch.retainedBytes)}, ${shareText(share, 1)}; own ${bytes(branch.shallowBytes)}`;
  const narrow = share < smallestLabelledShare ? ' narrow' : '';
  return markup`<svg class="${toneOf(branch)}${narrow}" x="${rounded(x * 100)}%" y="${depth * rowHeight}" width="${rounded(share * 100)}%" height="${rowHeight}" data-x="${rounded(x * 100)}" data-w="${rounded(share * 100)}" tabindex="0" role="button" aria-label="${facts}"><title>${facts}</title><rect width="100%" height="${rowHeight - 1}"/><text x="5" y="16">${labelOf(branch)}</text></svg>\n`;
}

function toneOf({ name, count }: HeapBranch): string {
  const isOfEngine = /^\(|^system \//.test(name);
  if (isOfEngine) return 'engine';
  return count > 1 ? 'many' : 'one';
}

function labelOf({ name, count }: HeapBranch): string {
  return count > 1 ? `${name} × ${decimal(count)}` : name;
}

function rounded(value: number): string {
  return value.toFixed(4).replace(/\.?0+$/, '');
}

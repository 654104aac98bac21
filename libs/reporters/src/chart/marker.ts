import { markup, type Markup } from '../html/markup.ts';
import type { Tone } from './plot.ts';

const radius = 4;
const dotRadius = 1.5;

/** A sample: a disc for `warm`, a hollow square for `cool`, a dot for `plain`, so that it does not take colours to tell them apart. */
export function marker(tone: Tone, { x, y }: { readonly x: number; readonly y: number }, hint?: string): Markup {
  const title = hint === undefined ? null : markup`<title>${hint}</title>`;
  if (tone === 'plain') return markup`<circle class="marker" cx="${x}" cy="${y}" r="${dotRadius}">${title}</circle>`;
  if (tone === 'warm') return markup`<circle class="marker" cx="${x}" cy="${y}" r="${radius}">${title}</circle>`;
  const [left, top] = [x - radius + 0.5, y - radius + 0.5].map((value) => Math.round(value * 10) / 10);
  return markup`<rect class="marker hollow" x="${left}" y="${top}" width="${2 * radius - 1}" height="${2 * radius - 1}">${title}</rect>`;
}

/** A sample of the line, as it stands beside its name in a legend. */
export function swatch(tone: Tone): Markup {
  return markup`<svg class="swatch" viewBox="0 0 28 12" aria-hidden="true"><g class="${tone}"><polyline points="1,6 27,6"/>${marker(tone, { x: 14, y: 6 })}</g></svg>`;
}

import { markup, type Part } from './markup.ts';
import { memoryFigures } from './memory.ts';
import type { Side } from './sides.ts';
import { survivorsFigure } from './survivors.ts';

/** All that was measured of one trial, or of two on the same axes: memory by requests, survivors by age. */
export function charts(sides: readonly Side[], id: string): Part {
  return markup`<div class="charts">${memoryFigures(sides, `${id}-memory`)}${survivorsFigure(sides, `${id}-survivors`)}</div>`;
}

import { markup, type Part } from './markup.ts';
import { isDecidedByHeap, memoryFigures } from './memory.ts';
import type { Side } from './sides.ts';
import { survivorsFigure } from './survivors.ts';

/** What decided one trial, or two on the same axes: memory by requests, requests kept; where it is the heap, survivors by age. */
export function charts(sides: readonly Side[], id: string): Part {
  const survivors = isDecidedByHeap(sides) && survivorsFigure(sides, `${id}-survivors`);
  return markup`<div class="charts">${memoryFigures(sides, `${id}-memory`)}${survivors}</div>`;
}

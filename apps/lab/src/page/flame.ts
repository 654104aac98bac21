import type { AllocationCall } from '@watertight/evidence';
import flamegraph from 'd3-flame-graph';
import { select } from 'd3-selection';
import { colour } from '@watertight/page-parts';
import { bytes } from './units.ts';

interface Frame {
  readonly name: string;
  readonly value: number;
  readonly own: boolean;
  readonly children: readonly Frame[];
}

/** Draws the calls that allocated what stayed; answers what takes the picture away. */
export function drawFlame(element: HTMLElement, allocations: AllocationCall): () => void {
  const chart = flamegraph()
    .width(Math.max(element.clientWidth, 280))
    .cellHeight(20)
    .minFrameSize(2)
    .transitionDuration(matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 300)
    .inverted(true)
    .sort(true)
    .label(({ data }) => `${data.name}: ${bytes(data.value)} per request`)
    .setColorMapper(({ data, highlight }) => colour(highlight ? 'open' : data.own ? 'flame-own' : 'flame-other'));
  chart(select(element).datum(frameOf(allocations)));
  return () => {
    chart.destroy();
    element.replaceChildren();
  };
}

function frameOf({ function: name, file, line, bytesPerRequest, children }: AllocationCall): Frame {
  const place = file === undefined ? '' : ` ${file.replace(/^.*\//, '')}${line === undefined ? '' : `:${line}`}`;
  const isOwn = file?.startsWith('src/') ?? false;
  return {
    name: `${name || '(anonymous)'}${place}`,
    value: bytesPerRequest,
    own: isOwn,
    children: children.map(frameOf),
  };
}

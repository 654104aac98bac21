import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Point, TimelineEvent } from '../protocol.ts';
import type { Series } from './series.ts';
import { colour, onTheme } from '@watertight/page-parts';
import { bytes, count, milliseconds } from './units.ts';

interface Quantity {
  readonly key: string;
  readonly name: string;
  readonly valueOf: (point: Point) => number | null;
  readonly format: (value: number | null) => string;
  readonly height: number;
}

const perSecond = (value: number | null) => (value === null ? '–' : `${count(value)}/s`);

const quantities: readonly Quantity[] = [
  {
    key: 'heap',
    name: 'Heap after collection',
    valueOf: (p) => p.heapAfterCollectionBytes,
    format: bytes,
    height: 132,
  },
  { key: 'requests', name: 'Requests', valueOf: (p) => p.requestsPerSecond, format: perSecond, height: 56 },
  { key: 'latency', name: 'Latency, median', valueOf: (p) => p.latencyMs, format: milliseconds, height: 56 },
  {
    key: 'descriptors',
    name: 'Descriptors',
    valueOf: (p) => (p.descriptors < 0 ? null : p.descriptors),
    format: count,
    height: 56,
  },
  { key: 'listeners', name: 'Listeners', valueOf: (p) => p.listeners, format: count, height: 56 },
  { key: 'heap-total', name: 'Heap, reserved', valueOf: (p) => p.heapTotalBytes, format: bytes, height: 56 },
  { key: 'rss', name: 'Resident (RSS)', valueOf: (p) => p.rssBytes, format: bytes, height: 56 },
  { key: 'external', name: 'External', valueOf: (p) => p.externalBytes, format: bytes, height: 56 },
  { key: 'pause', name: 'GC pause, longest', valueOf: (p) => p.pauseMs, format: milliseconds, height: 56 },
];

interface ChartsProps {
  readonly series: Series;
  readonly events: readonly TimelineEvent[];
  readonly seconds: number;
}

/** Every quantity of both processes, one below the other on one time axis. */
export function Charts({ series, events, seconds }: ChartsProps) {
  return (
    <div class="strips">
      {quantities.map((quantity, at) => (
        <Strip
          key={quantity.key}
          quantity={quantity}
          series={series}
          events={events}
          seconds={seconds}
          withTimes={at === quantities.length - 1}
        />
      ))}
    </div>
  );
}

type StripProps = ChartsProps & { readonly quantity: Quantity; readonly withTimes: boolean };

function Strip({ quantity, series, events, seconds, withTimes }: StripProps) {
  const { name, format, valueOf } = quantity;
  const yours = useLatest(series, 'yours', valueOf);
  const twin = useLatest(series, 'twin', valueOf);
  return (
    <div class={`strip${quantity.height > 100 ? ' strip-main' : ''}`}>
      <div class="strip-label">
        <span class="strip-name">{name}</span>
        <span class="strip-values">
          <span class="value-yours" title="yours">
            {format(yours)}
          </span>
          <span class="value-twin" title="the repaired twin">
            {format(twin)}
          </span>
        </span>
      </div>
      <Plot quantity={quantity} series={series} events={events} seconds={seconds} withTimes={withTimes} />
    </div>
  );
}

function useLatest(series: Series, slot: 'yours' | 'twin', valueOf: Quantity['valueOf']): number | null {
  const [value, setValue] = useState<number | null>(() => series.newest(slot, valueOf));
  useEffect(() => series.listen(() => setValue(series.newest(slot, valueOf))), [series, slot, valueOf]);
  return value;
}

function Plot({ quantity, series, events, seconds, withTimes }: StripProps) {
  const holder = useRef<HTMLDivElement>(null);
  const shownEvents = useRef(events);
  shownEvents.current = events;
  useEffect(() => {
    const element = holder.current!;
    const height = quantity.height + (withTimes ? 26 : 0);
    const draw = () => {
      const marks = () => shownEvents.current;
      const plot = new uPlot(optionsOf(quantity, withTimes, element.clientWidth, height, marks), [[], [], []], element);
      const refresh = () => plot.setData(series.columns(quantity.valueOf, seconds));
      refresh();
      const leave = series.listen(refresh);
      const watch = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
      watch.observe(element);
      return () => {
        leave();
        watch.disconnect();
        plot.destroy();
      };
    };
    let remove = draw();
    const leaveTheme = onTheme(() => {
      remove();
      remove = draw();
    });
    return () => {
      leaveTheme();
      remove();
    };
  }, [quantity, series, seconds, withTimes]);
  const { name, format, valueOf } = quantity;
  const label = `${name}: yours ${format(series.newest('yours', valueOf))}, twin ${format(series.newest('twin', valueOf))}`;
  return <div ref={holder} class="plot" role="img" aria-label={label} />;
}

function optionsOf(
  { format, height: bodyHeight }: Quantity,
  withTimes: boolean,
  width: number,
  height: number,
  events: () => readonly TimelineEvent[],
): uPlot.Options {
  const font = '11px system-ui, sans-serif';
  const quiet = colour('quiet');
  const line = (name: string) => ({ stroke: colour(name), width: 1.75, spanGaps: true, points: { show: false } });
  return {
    width,
    height,
    padding: [8, 26, withTimes ? 2 : 8, 0],
    legend: { show: false },
    cursor: { sync: { key: 'lab' }, drag: { x: false, y: false }, points: { size: 5 } },
    scales: {
      x: { time: true },
      y: { range: (_, least, most) => rangeOf(least, most, bodyHeight > 100 ? 0.06 : 0.12) },
    },
    axes: [
      {
        show: withTimes,
        size: 26,
        stroke: quiet,
        font,
        grid: { stroke: colour('grid'), width: 1 },
        ticks: { show: false },
        values: (_, ticks) => ticks.map((second) => new Date(second * 1000).toTimeString().slice(0, 8)),
        space: 90,
      },
      {
        size: 62,
        stroke: quiet,
        font,
        grid: { stroke: colour('grid'), width: 1 },
        ticks: { show: false },
        values: (_, ticks) => ticks.map((value) => format(value)),
        space: bodyHeight > 100 ? 34 : 26,
      },
    ],
    series: [{}, { ...line('warm'), label: 'yours' }, { ...line('cool'), label: 'twin' }],
    hooks: { draw: [(plot) => drawEvents(plot, events())] },
  };
}

// Room above and below, so that a flat line is drawn flat and not as its own noise.
function rangeOf(least: number | null, most: number | null, room: number): [number, number] {
  if (least === null || most === null) return [0, 1];
  const middle = (least + most) / 2;
  const half = Math.max((most - least) * 0.6, Math.abs(middle) * room, 0.5);
  return [Math.max(0, middle - half), middle + half];
}

function drawEvents(plot: uPlot, events: readonly TimelineEvent[]): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.lineWidth = devicePixelRatio;
  for (const { atMs, mark } of events) {
    const x = plot.valToPos(atMs / 1000, 'x', true);
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.strokeStyle = colour(mark === 'crashed' ? 'warm' : mark === 'applied' ? 'good' : 'mark');
    ctx.setLineDash(mark === 'applied' || mark === 'crashed' ? [] : [3 * devicePixelRatio, 3 * devicePixelRatio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}

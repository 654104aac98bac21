import type { Evidence, Sample, Signal, SignalName } from '@watertight/evidence';
import type { AxisUnit } from '../chart/axis.ts';
import { lineChart } from '../chart/line-chart.ts';
import { swatch } from '../chart/marker.ts';
import type { Line } from '../chart/plot.ts';
import { sparkline } from '../chart/sparkline.ts';
import { judgementOf, signalTitles } from '../text/describe.ts';
import { keptFigure, keptInWords } from './kept.ts';
import { markup, type Markup, type Part } from './markup.ts';
import { numbersTable } from './numbers-table.ts';
import type { Side } from './sides.ts';

/** What was measured, with the slope of each side in words, for every signal that decided; the heap where none did. */
export function memoryFigures(sides: readonly Side[], id: string): Part[] {
  return decidingSignals(sides).map((signal) => {
    const memory = memories.find((one) => one.signal === signal);
    return memory ? memoryFigure(memory, sides, `${id}-${signal}`) : keptFigure(sides, `${id}-${signal}`);
  });
}

/** The signal that decided first, drawn for a cell of a table. */
export function memorySparkline(sides: readonly Side[]): Part {
  const [signal] = decidingSignals(sides);
  const memory = memories.find((one) => one.signal === signal);
  if (!memory) return keptInWords(sides);
  return sparkline(linesOf(memory, sides), memory.unit, sentenceOf(memory, sides));
}

/** Whether the heap is among what decided, or nothing did. */
export function isDecidedByHeap(sides: readonly Side[]): boolean {
  return decidingSignals(sides).includes(heap.signal);
}

interface Memory {
  readonly signal: SignalName;
  readonly unit: AxisUnit;
  readonly measure: (sample: Sample) => number;
}

const heap: Memory = { signal: 'heap-after-gc', unit: 'bytes', measure: ({ heapUsedBytes }) => heapUsedBytes };
const memories: readonly Memory[] = [
  heap,
  { signal: 'external', unit: 'bytes', measure: ({ externalBytes }) => externalBytes },
  { signal: 'descriptors', unit: 'number', measure: ({ descriptors }) => descriptors },
];

const drawn: readonly SignalName[] = [...memories.map(({ signal }) => signal), 'watched-objects'];

function decidingSignals([first]: readonly Side[]): readonly SignalName[] {
  if (!first) return [];
  const { leaks, signals, verdict } = first.evidence;
  const ofLeaks = leaks.map(({ signal }) => signal);
  const telling = signals
    .filter((signal) => signal.verdict === verdict && verdict !== 'stable')
    .map(({ name }) => name)
    // Requests pile up in what grows, too: then its curve tells of them.
    .filter((name) => name !== 'watched-objects' || ofLeaks.length === 0);
  const deciding = [...ofLeaks, ...telling].map(drawnAs);
  const shown = drawn.filter((signal) => deciding.includes(signal));
  return shown.length > 0 ? shown : [heap.signal];
}

// Objects are counted for their own sake; what they weigh is seen in the heap.
function drawnAs(signal: SignalName): SignalName {
  return signal === 'survivors' ? heap.signal : signal;
}

function memoryFigure(memory: Memory, sides: readonly Side[], id: string): Markup {
  const lines = linesOf(memory, sides);
  const title = signalTitles[memory.signal];
  return markup`<figure>
${lineChart(lines, memory.unit, { id, title, description: sentenceOf(memory, sides) })}
<figcaption><ul class="legend">${sides.map((side) => markup`<li>${swatch(side.tone)} <span>${slopeSentence(memory, side)}</span></li>`)}</ul></figcaption>
${numbersTable(lines, memory.unit)}
</figure>`;
}

function linesOf({ measure }: Memory, sides: readonly Side[]): Line[] {
  return sides.map(({ name, tone, evidence }) => ({
    name,
    tone,
    points: evidence.trial.series
      .map((sample) => ({ requests: sample.requests, value: measure(sample) }))
      // A negative count says that the system does not tell.
      .filter(({ value }) => value >= 0),
  }));
}

function sentenceOf(memory: Memory, sides: readonly Side[]): string {
  return sides.map((side) => textOf(memory, side)).join('; ');
}

function textOf(memory: Memory, { name, evidence }: Side): string {
  const signal = signalOf(memory, evidence);
  return signal ? `${name}: ${judgementOf(signal)}` : `${name}: ${signalTitles[memory.signal]} was not judged`;
}

function slopeSentence(memory: Memory, side: Side): Part {
  const signal = signalOf(memory, side.evidence);
  if (!signal) return textOf(memory, side);
  return markup`<strong>${side.name}</strong>: ${judgementOf(signal)}`;
}

function signalOf({ signal: wanted }: Memory, { signals }: Evidence): Signal | undefined {
  return signals.find(({ name }) => name === wanted);
}

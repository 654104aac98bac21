import type { Evidence, Sample, Signal, SignalName } from '@watertight/evidence';
import type { AxisUnit } from '../chart/axis.ts';
import { lineChart } from '../chart/line-chart.ts';
import { swatch } from '../chart/marker.ts';
import type { Line } from '../chart/plot.ts';
import { sparkline } from '../chart/sparkline.ts';
import { judgementOf, signalTitles } from '../text/describe.ts';
import { markup, type Markup, type Part } from './markup.ts';
import { numbersTable } from './numbers-table.ts';
import type { Side } from './sides.ts';

/** What was measured, with the slope of each side in words, for every memory that leaks; the heap where none does. */
export function memoryFigures(sides: readonly Side[], id: string): Markup[] {
  return memoriesOf(sides).map((memory) => memoryFigure(memory, sides, `${id}-${memory.signal}`));
}

/** The memory that leaks first, drawn for a cell of a table. */
export function memorySparkline(sides: readonly Side[]): Part {
  const [memory] = memoriesOf(sides);
  return memory && sparkline(linesOf(memory, sides), memory.unit, sentenceOf(memory, sides));
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

function memoriesOf([first]: readonly Side[]): readonly Memory[] {
  if (!first) return [];
  const { leaks, signals, verdict } = first.evidence;
  const telling = [
    ...leaks.map(({ signal }) => signal),
    ...signals.filter((signal) => signal.verdict === verdict && verdict !== 'stable').map(({ name }) => name),
  ].map(memoryOf);
  const shown = memories.filter(({ signal }) => telling.includes(signal));
  return shown.length > 0 ? shown : [heap];
}

// Objects are counted for their own sake; what they weigh is seen in the heap.
function memoryOf(signal: SignalName): SignalName {
  return signal === 'survivors' || signal === 'watched-objects' ? heap.signal : signal;
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

import type { CollectionTotals } from './collections.ts';
import type { MonitorSummary } from './summarize.ts';

type Labelled = readonly (readonly [value: number, label?: readonly [name: string, value: string]])[];

/**
 * A summary as Prometheus reads it; the content type is `text/plain; version=0.0.4`.
 * https://prometheus.io/docs/instrumenting/exposition_formats/
 *
 * @example
 * import { createServer } from 'node:http';
 * import { startMonitor, toPrometheusText } from '@watertight/monitor';
 *
 * const monitor = startMonitor();
 * createServer((_, response) => {
 *   response.setHeader('content-type', 'text/plain; version=0.0.4');
 *   response.end(toPrometheusText(monitor.summary()));
 * }).listen(9100, '127.0.0.1');
 */
export function toPrometheusText({ last, collections }: MonitorSummary, prefix = 'watertight_'): string {
  const gauge = (name: string, help: string, values: Labelled) => metric(`${prefix}${name}`, 'gauge', help, values);
  const counter = (name: string, help: string, of: (totals: CollectionTotals) => number) =>
    metric(
      `${prefix}${name}`,
      'counter',
      help,
      Object.entries(collections).map(([kind, totals]) => [of(totals), ['kind', kind]]),
    );
  return [
    gauge('rss_bytes', 'Resident memory of the process', [[last.rssBytes]]),
    gauge('heap_total_bytes', 'Memory that V8 has reserved for the heap', [[last.heapTotalBytes]]),
    gauge('heap_used_bytes', 'Memory in use on the heap', [[last.heapUsedBytes]]),
    gauge('external_bytes', 'Memory outside of the heap that objects own', [[last.externalBytes]]),
    gauge('array_buffer_bytes', 'Memory of array buffers', [[last.arrayBufferBytes]]),
    gauge('heap_space_used_bytes', 'Memory in use by heap space', labelled(last.heapSpaces, 'space')),
    ...(last.descriptors < 0 ? [] : [gauge('descriptors', 'Open file descriptors', [[last.descriptors]])]),
    gauge('active_resources', 'What keeps the event loop alive', labelled(last.resources, 'kind')),
    counter('gc_collections_total', 'Collections of garbage', ({ count }) => count),
    counter('gc_pause_seconds_total', 'Time that collections stopped the program', ({ pauseMs }) => pauseMs / 1000),
    counter('gc_freed_bytes_total', 'Heap that collections freed', ({ freedBytes }) => freedBytes),
  ].join('');
}

function labelled(values: Readonly<Record<string, number>>, label: string): Labelled {
  return Object.entries(values).map(([name, value]) => [value, [label, name]]);
}

function metric(name: string, type: string, help: string, values: Labelled): string {
  const lines = values.map(
    ([value, label]) => `${name}${label ? `{${label[0]}="${escaped(label[1])}"}` : ''} ${value}\n`,
  );
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

import type { Moment, Watched } from '@watertight/evidence';
import { bytes, decimal, duration, plural } from '@watertight/reporters';
import type { History, ShownLine } from './history.ts';

/** One moment in one line, for a log. */
export function momentLine(moment: Moment, history: History): string {
  const { atMs, heapUsedBytes, rssBytes, externalBytes, descriptors, requestsPerSecond, loopDelayMs } = moment;
  const afterFull = history.lastAfterFullBytes;
  return [
    duration(atMs),
    `heap ${bytes(heapUsedBytes)}${afterFull === null ? '' : `, ${bytes(afterFull)} after its last full collection`}`,
    `RSS ${bytes(rssBytes)}`,
    `external ${bytes(externalBytes)}`,
    ...(descriptors < 0 ? [] : [plural(descriptors, 'descriptor')]),
    `${decimal(requestsPerSecond)} requests/s`,
    `event loop late by ${duration(loopDelayMs)}`,
  ].join(' · ');
}

export function placeText({ file, line, function: name, isExact }: ShownLine | Watched['lines'][number]): string {
  const called = name === '' ? '' : ` ${name}`;
  return isExact ? `${file}:${line}${called}` : `${file}:${line}${called} (somewhere in it)`;
}

const mostLines = 5;

/** What a watch has seen, in a few lines that stay when it has ended. */
export function watchedText({ command, durationMs, requests, heapAfterFull, lines }: Watched): string {
  const heap =
    heapAfterFull === null
      ? 'There was no full collection, so that how much of the heap is alive stays unknown.'
      : `After full collections ${bytes(heapAfterFull.firstBytes)} were in use at first, ${bytes(heapAfterFull.lastBytes)} at last (${plural(heapAfterFull.collections, 'full collection')}).`;
  const table = lines.slice(0, mostLines).map((line) => `  ${bytes(line.bytes).padStart(9)}  ${placeText(line)}`);
  return [
    `watched \`${command}\` for ${duration(durationMs)}: ${plural(requests, 'request')}`,
    heap,
    ...(table.length > 0 ? ['Allocated meanwhile and not collected yet:', ...table] : []),
    'That is no verdict: `watertight check` or `watertight attach` loads it in rounds and tells.',
    '',
  ].join('\n');
}

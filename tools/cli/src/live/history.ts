import type { Moment } from '@watertight/evidence';
import type { LiveLine, LiveMoment } from '@watertight/trial';

/** A line, with what it gained lately. */
export interface ShownLine extends LiveLine {
  /** Over the last minute, or since the line was first seen; what was collected meanwhile is taken off. */
  readonly gainedBytes: number;
}

interface LinesAt {
  readonly atMs: number;
  readonly bytesByPlace: ReadonlyMap<string, number>;
}

const mostMoments = 600;
const gainedWithinMs = 60_000;

/** The latest ten minutes of a process, and all of its collections, in little memory. */
export class History {
  readonly moments: Moment[] = [];
  lines: readonly ShownLine[] = [];
  full = 0;
  young = 0;
  pauseMs = 0;
  longestPauseMs = 0;
  /** What was in use right after full collections. */
  firstAfterFullBytes: number | null = null;
  lastAfterFullBytes: number | null = null;
  readonly #pastLines: LinesAt[] = [];

  get last(): Moment | undefined {
    return this.moments.at(-1);
  }

  /** @param atMs since the watch began */
  add({ requests, ...moment }: LiveMoment, atMs: number): Moment {
    const { last } = this;
    const seconds = last ? (atMs - last.atMs) / 1000 : 0;
    const rate = last && seconds > 0 ? Math.max(0, requests - last.requests) / seconds : 0;
    const requestsPerSecond = Number(rate.toFixed(1));
    const added = { atMs, ...moment, requests, requestsPerSecond };
    this.moments.push(added);
    if (this.moments.length > mostMoments) this.moments.shift();
    this.#count(added);
    return added;
  }

  addLines(lines: readonly LiveLine[], atMs: number): void {
    const before = this.#pastLines[0]?.bytesByPlace;
    this.lines = lines.map((line) => ({ ...line, gainedBytes: line.bytes - (before?.get(placeOf(line)) ?? 0) }));
    this.#pastLines.push({ atMs, bytesByPlace: new Map(lines.map((line) => [placeOf(line), line.bytes])) });
    while (atMs - this.#pastLines[0]!.atMs > gainedWithinMs) this.#pastLines.shift();
  }

  #count({ collections }: Moment): void {
    this.full += collections.full;
    this.young += collections.young;
    this.pauseMs += collections.pauseMs;
    this.longestPauseMs = Math.max(this.longestPauseMs, collections.longestPauseMs);
    this.firstAfterFullBytes ??= collections.heapAfterFullBytes;
    this.lastAfterFullBytes = collections.heapAfterFullBytes ?? this.lastAfterFullBytes;
  }
}

const placeOf = ({ file, line, function: name }: LiveLine) => `${file}:${line} ${name}`;

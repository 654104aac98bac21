import type { AllocationFrame, AllocationTrace } from './traces.ts';

/** Which traces to keep: those that some inclusive filter matches, and no exclusive one. */
export interface TraceFilter {
  readonly inclusive: boolean;
  /** `*` stands for any text, slashes too, `?` for one character, `[ab]` and `[!ab]` for one of a set. */
  readonly filePattern: string;
  readonly line?: number;
  /** Look at the whole stack instead of the innermost call. */
  readonly allFrames?: boolean;
}

export function filterTraces(traces: readonly AllocationTrace[], filters: readonly TraceFilter[]): AllocationTrace[] {
  const matchers = filters.map((filter) => ({ filter, matches: traceMatcher(filter) }));
  const inclusive = matchers.filter(({ filter }) => filter.inclusive);
  const exclusive = matchers.filter(({ filter }) => !filter.inclusive);
  return traces.filter(
    (trace) =>
      (inclusive.length === 0 || inclusive.some(({ matches }) => matches(trace))) &&
      !exclusive.some(({ matches }) => matches(trace)),
  );
}

function traceMatcher({ filePattern, line, allFrames }: TraceFilter): (trace: AllocationTrace) => boolean {
  const pattern = toRegExp(filePattern);
  const isMeant = (frame: AllocationFrame) =>
    pattern.test(frame.file.replaceAll('\\', '/')) && (line === undefined || frame.line === line);
  return ({ frames }) => (allFrames ? frames.some(isMeant) : frames[0] !== undefined && isMeant(frames[0]));
}

function toRegExp(pattern: string): RegExp {
  const source = pattern
    .replaceAll('\\', '/')
    .replaceAll(/\[(!?)([^\]]+)\]|[*?]|[.+^${}()|[\]/]/g, (match, not: string | undefined, set: string | undefined) => {
      if (match === '*') return '.*';
      if (match === '?') return '.';
      if (set === undefined) return `\\${match}`;
      return `[${not ? '^' : ''}${set.replaceAll(/[\]^\\]/g, '\\$&')}]`;
    });
  return new RegExp(`^${source}$`, 's');
}

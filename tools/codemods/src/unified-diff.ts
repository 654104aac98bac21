import type { FileEdit } from './api.ts';

/**
 * A patch that `git apply` takes.
 *
 * @example
 * process.stdout.write(unifiedDiff(planFixes({ path: 'src' }).edits));
 */
export function unifiedDiff(edits: readonly FileEdit[]): string {
  return edits
    .filter(({ before, after }) => before !== after)
    .map(fileDiff)
    .join('');
}

interface Line {
  readonly sign: ' ' | '-' | '+';
  readonly text: string;
}

const contextLines = 3;

function fileDiff({ file, before, after }: FileEdit): string {
  const lines = compareLines(splitLines(before), splitLines(after));
  const [from, to] = [gitPath(`a/${file}`), gitPath(`b/${file}`)];
  // git marks the end of a name that holds a space with a tab.
  const end = file.includes(' ') && !from.startsWith('"') ? '\t' : '';
  const head = `diff --git ${from} ${to}\n--- ${from}${end}\n+++ ${to}${end}\n`;
  return head + hunksOf(lines).join('');
}

/** Each line with its end, so that a missing last line feed and CRLF survive. */
function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function hunksOf(lines: readonly Line[]): string[] {
  const changed = lines.flatMap((line, at) => (line.sign === ' ' ? [] : [at]));
  const ranges: { start: number; end: number }[] = [];
  for (const at of changed) {
    const last = ranges.at(-1);
    if (last && at - contextLines <= last.end) last.end = Math.min(lines.length, at + contextLines + 1);
    else ranges.push({ start: Math.max(0, at - contextLines), end: Math.min(lines.length, at + contextLines + 1) });
  }
  return ranges.map(({ start, end }) => hunk(lines, start, end));
}

function hunk(lines: readonly Line[], start: number, end: number): string {
  const count = (from: number, to: number, sign: '-' | '+') => {
    let total = 0;
    for (let i = from; i < to; i++) if (lines[i]?.sign === ' ' || lines[i]?.sign === sign) total++;
    return total;
  };
  const [oldCount, newCount] = [count(start, end, '-'), count(start, end, '+')];
  const oldStart = count(0, start, '-') + (oldCount > 0 ? 1 : 0);
  const newStart = count(0, start, '+') + (newCount > 0 ? 1 : 0);
  const body = lines
    .slice(start, end)
    .map(({ sign, text }) => (text.endsWith('\n') ? sign + text : `${sign}${text}\n\\ No newline at end of file\n`));
  return `@@ -${oldStart},${oldCount} +${newStart},${newCount} @@\n${body.join('')}`;
}

/** Myers, "An O(ND) difference algorithm", 1986: edits are few, so D stays small. */
function compareLines(before: readonly string[], after: readonly string[]): Line[] {
  const [n, m] = [before.length, after.length];
  const furthest = new Map<number, number>([[1, 0]]);
  const trace: Map<number, number>[] = [];
  for (let d = 0; d <= n + m; d++) {
    trace.push(new Map(furthest));
    for (let k = -d; k <= d; k += 2) {
      const isDown = k === -d || (k !== d && at(furthest, k - 1) < at(furthest, k + 1));
      let x = isDown ? at(furthest, k + 1) : at(furthest, k - 1) + 1;
      while (x < n && x - k < m && before[x] === after[x - k]) x++;
      furthest.set(k, x);
      if (x >= n && x - k >= m) return walkBack(before, after, trace);
    }
  }
  return [];
}

function walkBack(before: readonly string[], after: readonly string[], trace: readonly Map<number, number>[]): Line[] {
  const lines: Line[] = [];
  let [x, y] = [before.length, after.length];
  for (let d = trace.length - 1; d >= 0; d--) {
    const furthest = trace[d] ?? new Map<number, number>();
    const k = x - y;
    const isDown = k === -d || (k !== d && at(furthest, k - 1) < at(furthest, k + 1));
    const previousK = isDown ? k + 1 : k - 1;
    const previousX = at(furthest, previousK);
    const previousY = previousX - previousK;
    while (x > previousX && y > previousY && x > 0 && y > 0) {
      lines.push({ sign: ' ', text: before[--x] ?? '' });
      y--;
    }
    if (d === 0) break;
    if (isDown) lines.push({ sign: '+', text: after[--y] ?? '' });
    else lines.push({ sign: '-', text: before[--x] ?? '' });
  }
  return lines.reverse();
}

function at(furthest: ReadonlyMap<number, number>, k: number): number {
  return furthest.get(k) ?? -1;
}

/** Names with quotes, backslashes or control characters are quoted as git does. */
function gitPath(path: string): string {
  if (!/["\\\u0000-\u001f]/.test(path)) return path;
  return JSON.stringify(path);
}

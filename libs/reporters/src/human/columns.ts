import type { Paint } from '../text/paint.ts';

const gap = '  ';

/** Rows below their titles: numbers to the right of their columns, names, which come last, to the left. */
export function columns(titles: readonly string[], rows: readonly (readonly string[])[], paint: Paint): string[] {
  const widths = titles.map((title, place) => Math.max(title.length, ...rows.map((row) => row[place]!.length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, place) => (place === cells.length - 1 ? cell : cell.padStart(widths[place]!)))
      .join(gap)
      .replace(/^/, gap)
      .trimEnd();
  return [paint.dim(line(titles)), ...rows.map(line)];
}

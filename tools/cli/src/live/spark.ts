const eighths = ' ▁▂▃▄▅▆▇█';

/**
 * The last values as columns of a given height, the oldest on the left, the largest filling it; the lines from the top down.
 * A value above 0 never disappears.
 *
 * @example
 * const [line] = columnsOf([1, 2, 4], { width: 3, height: 1 }); // '▂▄█'
 */
export function columnsOf(
  values: readonly number[],
  { width, height }: { readonly width: number; readonly height: number },
): string[] {
  const shown = values.slice(-width);
  const top = Math.max(...shown, Number.MIN_VALUE);
  const filled = shown.map((value) => (value > 0 ? Math.max(1, Math.round((value / top) * height * 8)) : 0));
  return Array.from({ length: height }, (_, row) => {
    const below = (height - 1 - row) * 8;
    return filled.map((count) => eighths[Math.min(8, Math.max(0, count - below))]!).join('');
  });
}

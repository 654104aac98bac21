/**
 * Whether `version` is lower than `other`; missing parts count as zero.
 *
 * @example
 * isBefore('3.0.1', '4'); // true
 */
export function isBefore(version: string, other: string): boolean {
  const parts = (text: string) =>
    text
      .split(/[.+-]/)
      .slice(0, 3)
      .map((part) => Number(part) || 0);
  const [a, b] = [parts(version), parts(other)];
  for (let i = 0; i < 3; i++) {
    if ((a[i] ?? 0) !== (b[i] ?? 0)) return (a[i] ?? 0) < (b[i] ?? 0);
  }
  return false;
}

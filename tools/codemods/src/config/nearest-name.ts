/** The known name that is most like a mistyped one. */
export function nearestName(typed: string, known: readonly string[]): string | undefined {
  const ranked = known.map((name) => ({ name, distance: distanceBetween(typed, name) }));
  return ranked.sort((a, b) => a.distance - b.distance)[0]?.name;
}

/** Levenshtein's distance: how many letters to add, drop or change. */
function distanceBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}

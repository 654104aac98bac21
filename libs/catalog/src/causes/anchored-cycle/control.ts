/** The same shape as the sample: a line that knows the line it answers, and the lines that answer it. */
export class Line {
  readonly parent: Line | null;
  readonly replies = new Set<Line>();

  constructor(parent: Line | null) {
    this.parent = parent;
    parent?.replies.add(this);
  }
}

/**
 * Builds cycles (parent ⇄ reply) that no variable holds when the function has returned, and hands back weak
 * references to the replies. After a collection all of them are gone: a cycle alone is no leak.
 */
export function buildPlainCycles(count: number): WeakRef<Line>[] {
  return Array.from({ length: count }, () => new WeakRef(new Line(new Line(null))));
}

/** The same cycles, but with one parent that the caller holds: all of them survive. */
export function buildAnchoredCycles(anchor: Line, count: number): WeakRef<Line>[] {
  return Array.from({ length: count }, () => new WeakRef(new Line(anchor)));
}

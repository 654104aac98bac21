/** How exactly a position tells where something was allocated: its very line, or only the function around it. */
export type Precision = 'line' | 'function';

/** One call on the way to an allocation; line and column count from 1, and are those of the function unless exact. */
export interface AllocationFrame {
  /** A path, a `node:` name, or V8's own name for what runs outside of JavaScript, such as `(V8 API)`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly function: string;
  readonly precision: Precision;
}

/** Equal allocations: the calls that led there, innermost first, and what is alive of it, estimated from samples. */
export interface AllocationTrace {
  readonly frames: readonly AllocationFrame[];
  readonly bytes: number;
  readonly count: number;
}

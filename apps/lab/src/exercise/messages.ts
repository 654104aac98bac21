import type { AllocationTable, Point } from '../protocol.ts';

/** What an exercise's process tells the lab. */
export type FromProgram =
  | { readonly kind: 'sample'; readonly sample: Omit<Point, 'requestsPerSecond' | 'latencyMs'> }
  | { readonly kind: 'collected'; readonly freedBytes: number }
  | { readonly kind: 'allocations'; readonly table: AllocationTable };

/** What the lab asks of it. */
export type ToProgram = { readonly kind: 'collect' } | { readonly kind: 'snapshot' };

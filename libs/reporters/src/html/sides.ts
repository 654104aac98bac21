import type { Evidence } from '@watertight/evidence';
import type { Tone } from '../chart/plot.ts';

/** One trial among those that are drawn on the same axes. */
export interface Side {
  readonly name: string;
  readonly tone: Tone;
  readonly evidence: Evidence;
}

/** A trial alone: warm when it leaks. */
export function soleSide(evidence: Evidence): Side {
  return { name: 'measured', tone: evidence.verdict === 'stable' ? 'cool' : 'warm', evidence };
}

/** The two trials of a healing; one where nothing was accepted. */
export function twoSides(before: Evidence, after: Evidence | null): Side[] {
  if (!after) return [soleSide(before)];
  return [
    { name: 'before', tone: 'warm', evidence: before },
    { name: 'after', tone: 'cool', evidence: after },
  ];
}

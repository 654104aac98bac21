import type { CauseId } from '@watertight/catalog';
import type { ts } from 'ts-morph';
import type { Analysis } from '../analysis/analysis.ts';
import { growthsIn, type Growth } from '../analysis/growth.ts';
import { backReference } from './anchored-cycle/back-reference.ts';
import { outlivesItsTime } from './expired-entry-kept/named-releases.ts';
import { expiriesOf } from './expired-entry-kept/expiring-state.ts';
import { keptClient } from './gone-client-kept/kept-client.ts';
import { failedRelease } from './ineffective-release/failed-release.ts';
import { waitsForAnswer } from './pending-promise-in-map/waiting-entry.ts';
import { isMemo } from './unbounded-memo/memo-growth.ts';

/** The causes that a growing container may have; each growth has one. */
export type GrowthCause = Extract<
  CauseId,
  | 'anchored-cycle'
  | 'expired-entry-kept'
  | 'gone-client-kept'
  | 'growing-request-list'
  | 'growing-text'
  | 'ineffective-release'
  | 'pending-promise-in-map'
  | 'unbounded-cache'
  | 'unbounded-memo'
>;

/** The growths of a file that have a cause, one for each container: several insertions fill the same sink. */
export function growthsBy(cause: GrowthCause, file: ts.SourceFile, analysis: Analysis): readonly Growth[] {
  return causedGrowthsIn(file, analysis).flatMap((each) => (each.cause === cause ? [each.growth] : []));
}

interface CausedGrowth {
  readonly growth: Growth;
  readonly cause: GrowthCause;
}

// Nine rules ask for the same files.
const known = new WeakMap<Analysis, Map<ts.SourceFile, readonly CausedGrowth[]>>();

function causedGrowthsIn(file: ts.SourceFile, analysis: Analysis): readonly CausedGrowth[] {
  const ofAnalysis = known.get(analysis) ?? new Map<ts.SourceFile, readonly CausedGrowth[]>();
  known.set(analysis, ofAnalysis);
  const found = ofAnalysis.get(file) ?? findCausedGrowths(file, analysis);
  ofAnalysis.set(file, found);
  return found;
}

function findCausedGrowths(file: ts.SourceFile, analysis: Analysis): CausedGrowth[] {
  const byPlace = new Map<string, CausedGrowth>();
  for (const growth of growthsIn(file, analysis)) {
    const cause = causeOf(growth, analysis);
    if (!cause) continue;
    const before = byPlace.get(growth.place.key);
    if (!before || precedence.indexOf(cause) < precedence.indexOf(before.cause))
      byPlace.set(growth.place.key, { growth, cause });
  }
  return [...byPlace.values()];
}

/** The more a cause says, the earlier it stands. */
const precedence: readonly GrowthCause[] = [
  'pending-promise-in-map',
  'anchored-cycle',
  'ineffective-release',
  'gone-client-kept',
  'unbounded-memo',
  'expired-entry-kept',
  'unbounded-cache',
  'growing-request-list',
  'growing-text',
];

function causeOf(growth: Growth, analysis: Analysis): GrowthCause | undefined {
  if (waitsForAnswer(growth, analysis)) return 'pending-promise-in-map';
  if (growth.bound.kind === 'released') return outlivesItsTime(growth, analysis) ? 'expired-entry-kept' : undefined;
  if (backReference(growth.insertion, analysis)) return 'anchored-cycle';
  if (failedRelease(growth, analysis)) return 'ineffective-release';
  if (keptClient(growth, analysis)) return 'gone-client-kept';
  const { form } = growth.insertion;
  if (growth.kind === 'string' || growth.kind === 'Buffer') return 'growing-text';
  if (form === 'list' || form === 'chain') return 'growing-request-list';
  if (isMemo(growth, analysis)) return 'unbounded-memo';
  return expiriesOf(growth, analysis).length > 0 || isDroppedOnRead(growth) ? 'expired-entry-kept' : 'unbounded-cache';
}

function isDroppedOnRead({ bound }: Growth): boolean {
  return bound.kind === 'partial' && bound.why === 'on-read';
}

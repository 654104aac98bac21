import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import type { Growth } from '../../analysis/growth.ts';
import type { Release } from '../../analysis/releases.ts';
import { functionOf, isFunctionNode, isWithin, leaves } from '../../analysis/syntax.ts';
import { expiriesOf } from './expiring-state.ts';

/**
 * Entries that have a time, and that only another request takes out by naming them, as a login does with the failures before it:
 * those that no such request comes for stay when their time is over.
 */
export function outlivesItsTime(growth: Growth, analysis: Analysis): boolean {
  const { place, insertion } = growth;
  if (!insertion.key || growth.kind === 'Set') return false;
  const releases = analysis.releases.releasesOf(place);
  return (
    releases.every((release) => isOfAnotherRun(release, growth, analysis)) && expiriesOf(growth, analysis).length > 0
  );
}

/** It stands in a function that requests run, and the run that puts the entry in never comes there. */
function isOfAnotherRun(release: Release, { place, insertion }: Growth, analysis: Analysis): boolean {
  const fn = functionOf(release.node);
  if (!fn || !analysis.releases.isByName(release, place)) return false;
  const home = functionOf(insertion.node);
  if (fn === home) return isBehindExit(insertion.node, release.node);
  if (home && isWithin(fn, home)) return false;
  const activation = analysis.calls.activationOf(fn);
  return activation === 'request' || activation === 'unknown';
}

/** `if (!user) { failures.set(key, …); throw … }` before `failures.delete(key)`. */
function isBehindExit(insertion: ts.Node, release: ts.Node): boolean {
  for (let node = insertion; !isFunctionNode(node) && !ts.isSourceFile(node); node = node.parent) {
    const { parent } = node;
    const isBranch = ts.isIfStatement(parent) && node === parent.thenStatement;
    if (isBranch && leaves(parent.thenStatement) && release.pos >= parent.end) return true;
  }
  return false;
}

import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import type { Acquisition } from '../../resources/acquisitions.ts';
import type { Fate } from '../../resources/closings.ts';
import { accessName, isAccess, isFunctionNode, isWithin, outermost, some } from '../../analysis/syntax.ts';

/** Whether a cursor is read in a loop that only ends with it, or not read one by one at all. */
export function isReadToItsEnd({ kind, holder }: Acquisition, fate: Fate, { index }: Analysis): boolean {
  if (!kind.endsWhenRead || !holder) return false;
  const reads = index.referencesTo(holder).flatMap((reference) => {
    const { parent } = outermost(reference);
    const isRead = isAccess(parent) && /^(?:next|tryNext|hasNext|read)$/.test(accessName(parent) ?? '');
    return isRead ? [parent] : [];
  });
  // A cursor that nobody reads was never opened.
  if (reads.length === 0) return fate.kind === 'never-closed';
  return reads.some((read) => {
    const loop = loopAround(read);
    return loop !== undefined && !isLeft(loop);
  });
}

function loopAround(node: ts.Node): ts.IterationStatement | undefined {
  for (let current = node; !isFunctionNode(current) && !ts.isSourceFile(current); current = current.parent)
    if (ts.isIterationStatement(current, false)) return current;
  return undefined;
}

/** A `return` ends the loop early; so does a `break`, unless it asks what was read. */
function isLeft(loop: ts.IterationStatement): boolean {
  return some(loop.statement, (node) => {
    if (ts.isReturnStatement(node)) return true;
    if (!ts.isBreakStatement(node)) return false;
    const around = node.parent.parent;
    const test = ts.isIfStatement(node.parent) ? node.parent : ts.isIfStatement(around) ? around : undefined;
    const asksEnd =
      test !== undefined && /^!|===?\s*(?:null|undefined|0)|\bdone\b|length/.test(test.expression.getText());
    return isWithin(node, loop.statement) && !asksEnd;
  });
}

import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { runsOnce } from '../../analysis/once-only.ts';
import { accessName, isAccess, outermost, type CallLike } from '../../analysis/syntax.ts';
import type { Rewrite } from '../../rule.ts';
import { hoistingOf } from '../hoist-declaration.ts';

/** Whether a storage is entered, so that Node lists it, and never disabled, which alone takes it from the list. */
export function isEnteredForGood(made: CallLike, analysis: Analysis): boolean {
  if (runsOnce(made, analysis)) return false;
  const holder = holderOf(made);
  if (!holder) return false;
  const used = analysis.index
    .referencesTo(holder)
    .map(({ parent }) => (isAccess(parent) ? accessName(parent) : undefined));
  return used.some((name) => name === 'run' || name === 'enterWith') && !used.includes('disable');
}

function holderOf(made: CallLike): ts.VariableDeclaration | undefined {
  const { parent } = outermost(made);
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent : undefined;
}

/** The declaration moves out of the function, in front of the module's statement that holds it. */
export function hoistedStorage(made: CallLike, analysis: Analysis): Rewrite | undefined {
  const holder = holderOf(made);
  const hoisting = holder && hoistingOf(holder, analysis);
  return hoisting?.kind === 'possible' ? hoisting.rewrite() : undefined;
}

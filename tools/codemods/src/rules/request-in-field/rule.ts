import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { holdsExchange } from '../../analysis/growth.ts';
import type { Place } from '../../analysis/places.ts';
import {
  functionOf,
  isAccess,
  isAssignment,
  isComputedAccess,
  outermost,
  unwrap,
  walk,
} from '../../analysis/syntax.ts';
import type { Rule } from '../../rule.ts';
import { localFix } from './local-rewrite.ts';

/** A process-lived field, variable or global that holds on to the last request or response. */
export const requestInField: Rule<'request-in-field'> = {
  cause: 'request-in-field',
  gate: /\b(?:req|request|res|response|ctx|context|reply|c)\b/i,
  *detect(file, { analysis }) {
    const reported = new Set<string>();
    for (const assignment of assignmentsIn(file)) {
      const place = keptIn(assignment, analysis);
      if (!place || reported.has(place.key)) continue;
      reported.add(place.key);
      yield {
        node: assignment,
        message: `${place.name} keeps the last ${what(assignment)} of the process alive; hold it in a local or in res.locals`,
        confidence: analysis.calls.activationAt(assignment) === 'request' ? 'high' : 'medium',
        sink: { name: place.name, declaration: place.declaration },
        fix: localFix(assignment, place, analysis),
      };
    }
  },
};

function assignmentsIn(file: ts.SourceFile): ts.BinaryExpression[] {
  const found: ts.BinaryExpression[] = [];
  walk(file, (node) => {
    if (isAssignment(node) && !isComputedAccess(unwrap(node.left))) found.push(node);
  });
  return found;
}

function keptIn(assignment: ts.BinaryExpression, analysis: Analysis): Place | undefined {
  const left = unwrap(assignment.left);
  if (!ts.isIdentifier(left) && !isAccess(left)) return undefined;
  if (functionOf(assignment) === undefined || !holdsExchange(assignment.right, analysis)) return undefined;
  const place = analysis.places.placeOf(left);
  if (!place || analysis.lifetimes.of(place, assignment) !== 'process') return undefined;
  const activation = analysis.calls.activationAt(assignment);
  if (activation !== 'request' && activation !== 'event') return undefined;
  return isCleared(place, assignment, analysis) ? undefined : place;
}

/** Something sets it to another value once the request is over. */
function isCleared(place: Place, kept: ts.BinaryExpression, analysis: Analysis): boolean {
  return analysis.places.usesOf(place).some((use) => {
    const { parent } = outermost(use);
    if (ts.isDeleteExpression(parent)) return true;
    if (!isAssignment(parent) || parent === kept || outermost(parent.left) !== outermost(use)) return false;
    const fn = functionOf(parent);
    if (!fn || ts.isConstructorDeclaration(fn) || parent === place.declaration) return false;
    return analysis.calls.isCalled(fn) && !holdsExchange(parent.right, analysis);
  });
}

function what(assignment: ts.BinaryExpression): string {
  const value = unwrap(assignment.right);
  if (!ts.isIdentifier(value)) return 'request and response';
  return /^_*(?:res|reply)/i.test(value.text) ? 'response' : 'request';
}

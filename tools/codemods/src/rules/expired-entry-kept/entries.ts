import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import type { Place } from '../../analysis/places.ts';
import {
  accessName,
  isAccess,
  isAssignment,
  isComputedAccess,
  outermost,
  unwrap,
  yieldsOperand,
} from '../../analysis/syntax.ts';

/** Every expression that is an entry of a container: what is looked up in it or stored there, and the variables that hold it. */
export function entriesOf(place: Place, analysis: Analysis): readonly ts.Expression[] {
  const entries = new Set<ts.Expression>();
  for (const use of analysis.places.usesOf(place)) {
    const entry = lookupAt(use) ?? storedAt(use);
    if (!entry) continue;
    entries.add(entry);
    const holder = holderOf(entry, analysis);
    for (const reference of holder ? analysis.index.referencesTo(holder) : []) entries.add(reference as ts.Expression);
  }
  return [...entries];
}

/** `hits.get(key)` and `hits[key]`, unless it is assigned to. */
function lookupAt(use: ts.Expression): ts.Expression | undefined {
  const container = outermost(use);
  const access = container.parent;
  if (!isAccess(access) || access.expression !== container) return undefined;
  if (isComputedAccess(access)) return access;
  const call = access.parent;
  const isGet = accessName(access) === 'get' && ts.isCallExpression(call) && call.expression === access;
  return isGet ? call : undefined;
}

/** The `entry` of `hits.set(key, entry)`. */
function storedAt(use: ts.Expression): ts.Expression | undefined {
  const { parent: access } = outermost(use);
  const { parent: call } = access;
  const isSet = isAccess(access) && accessName(access) === 'set' && ts.isCallExpression(call);
  const value = isSet && call.expression === access ? call.arguments[1] : undefined;
  return value && ts.isIdentifier(unwrap(value)) ? unwrap(value) : undefined;
}

/** The variable that an entry is held in: `const entry = hits.get(key) ?? { … }`, `entry = hits.get(key)`. */
function holderOf(entry: ts.Expression, { index }: Analysis): ts.Node | undefined {
  if (ts.isIdentifier(entry)) {
    const declaration = index.declarationOf(entry);
    return declaration && ts.isVariableDeclaration(declaration) ? declaration : undefined;
  }
  const value = throughChoices(entry);
  const { parent } = value;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return parent;
  return isAssignment(parent) && parent.right === value && ts.isIdentifier(parent.left)
    ? index.declarationOf(parent.left)
    : undefined;
}

/** Outwards to what the expression is one of: `hits.get(key) ?? fresh()`. */
function throughChoices(value: ts.Expression): ts.Node {
  let outer = outermost(value);
  while (ts.isBinaryExpression(outer.parent) && !isAssignment(outer.parent) && yieldsOperand(outer.parent))
    outer = outermost(outer.parent);
  return outer;
}

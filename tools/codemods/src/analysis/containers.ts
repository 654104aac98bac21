import { ts } from 'ts-morph';
import type { CallGraph } from './call-graph.ts';
import type { GrowthForm } from './insertions.ts';
import { initializerOf } from './program-index.ts';
import { decorationsOf, isOnApplication, type Place, type Places } from './places.ts';
import { accessName, calleeName, isAccess, isAssignment, unwrap, wholeAccess } from './syntax.ts';

/** The kinds of container that keep what is put in until it is taken out. */
export type ContainerKind = 'Map' | 'Set' | 'Array' | 'Object' | 'string' | 'Buffer' | 'chain';

/** The expressions a place is first filled with: initialiser, assignments, arguments passed for a parameter. */
function startingValues(calls: CallGraph, places: Places, place: Place): ts.Expression[] {
  const { declaration } = place;
  const values: ts.Expression[] = [];
  const start = initializerOf(declaration);
  if (start) values.push(start);
  if (ts.isParameter(declaration)) values.push(...calls.argumentsFor(declaration).map(({ value }) => value));
  for (const reference of calls.index.writesTo(declaration)) values.push(...assignedTo(reference));
  // What has no declaration of its own: `app.locals.visitors = {}`, `fastify.decorate('visitors', new Map())`.
  if (isAccess(declaration) || ts.isBindingElement(declaration)) {
    for (const use of places.usesOf(place)) values.push(...assignedTo(use));
    if (isOnApplication(place)) values.push(...decorationsOf(calls.index, place.name));
  }
  return values;
}

/** What a variable or member is set to where it is used; nothing where it is not set. */
export function assignedTo(use: ts.Node): ts.Expression[] {
  const named = wholeAccess(use);
  return isAssignment(named.parent) && named.parent.left === named ? [named.parent.right] : [];
}

const knownKinds = new WeakMap<ts.Node, { readonly kind: ContainerKind | undefined }>();

/** The kind of container that a place holds, or undefined where it is none of ours or cannot be told. */
export function containerKind(calls: CallGraph, places: Places, place: Place): ContainerKind | undefined {
  const { declaration } = place;
  const known = knownKinds.get(declaration);
  if (known) return known.kind;
  knownKinds.set(declaration, { kind: undefined });
  const kind = findKind(calls, places, place);
  knownKinds.set(declaration, { kind });
  return kind;
}

function findKind(calls: CallGraph, places: Places, place: Place): ContainerKind | undefined {
  const typed = kindByAnnotation(place.declaration);
  if (typed === 'bounded') return undefined;
  for (const value of startingValues(calls, places, place)) {
    const kind = kindOfValue(calls, places, value);
    if (kind) return kind;
  }
  return typed;
}

function kindOfValue(calls: CallGraph, places: Places, value: ts.Expression): ContainerKind | undefined {
  const inner = unwrap(value);
  if (ts.isNewExpression(inner)) return constructed.get(calleeName(inner) ?? '');
  if (ts.isArrayLiteralExpression(inner)) return 'Array';
  if (ts.isObjectLiteralExpression(inner)) return 'Object';
  if (ts.isStringLiteralLike(inner) || ts.isTemplateExpression(inner)) return 'string';
  if (ts.isBinaryExpression(inner))
    return kindOfValue(calls, places, inner.right) ?? kindOfValue(calls, places, inner.left);
  if (ts.isCallExpression(inner)) {
    const name = calleeName(inner);
    if (name === 'create' && inner.arguments[0]?.kind === ts.SyntaxKind.NullKeyword) return 'Object';
    if (name === 'Array' || inner.expression.getText() === 'Array.from') return 'Array';
    if (/^Buffer\.(?:alloc|allocUnsafe|from|concat)$/.test(inner.expression.getText())) return 'Buffer';
    return undefined;
  }
  // A parameter or another variable that some place further out fills.
  if (ts.isIdentifier(inner) || isAccess(inner)) {
    const declaration = calls.index.declarationOf(inner);
    const name = ts.isIdentifier(inner) ? inner.text : accessName(inner);
    if (declaration && name !== undefined) {
      return containerKind(calls, places, { key: '', name, declaration, base: undefined });
    }
  }
  return undefined;
}

const constructed = new Map<string, ContainerKind>([
  ['Map', 'Map'],
  ['Set', 'Set'],
  ['Array', 'Array'],
  ['Object', 'Object'],
]);

function kindByAnnotation(declaration: ts.Node): ContainerKind | 'bounded' | undefined {
  const { type } = declaration as { type?: ts.TypeNode };
  if (!type) return undefined;
  if (ts.isArrayTypeNode(type) || (ts.isTypeOperatorNode(type) && ts.isArrayTypeNode(type.type))) return 'Array';
  if (ts.isTypeLiteralNode(type)) return type.members.some(ts.isIndexSignatureDeclaration) ? 'Object' : undefined;
  if (!ts.isTypeReferenceNode(type)) return undefined;
  const name = type.typeName.getText();
  if (/^(?:Weak(?:Map|Set)|LRU\w*|\w*LRU|Quick-?LRU|TTLCache|NodeCache)$/i.test(name)) return 'bounded';
  const kinds: Record<string, ContainerKind> = { Map: 'Map', Set: 'Set', Array: 'Array', Record: 'Object' };
  return kinds[name];
}

/** Whether a form of growth makes a container of this kind larger. */
export function canGrow(kind: ContainerKind, form: GrowthForm, isElementAccess: boolean): boolean {
  if (form === 'chain') return kind === 'chain';
  if (form === 'text') return kind === 'string' || kind === 'Buffer';
  // What a text has of the forms of a list is `concat` alone.
  if (form === 'list') return kind === 'Array' || kind === 'string';
  if (form === 'member') return kind === 'Set';
  return isElementAccess ? kind === 'Object' || kind === 'Array' : kind === 'Map';
}

import { ts } from 'ts-morph';
import { accessAround, type CallGraph } from './call-graph.ts';
import { linkOf, type Insertion } from './insertions.ts';
import { isOffered } from './offered.ts';
import type { Place, Places } from './places.ts';
import type { ProgramIndex } from './program-index.ts';
import {
  accessName,
  calleeName,
  compactText,
  functionOf,
  isAccess,
  isAssignment,
  isComputedAccess,
  isFunctionNode,
  isWithin,
  outermost,
  receiverOf,
  some,
  statementOf,
  statementsAround,
  unwrap,
  walk,
} from './syntax.ts';

/** What a release takes out: everything, what a sweep or a bound chooses, or the entry of one key. */
export interface Release {
  readonly node: ts.Node;
  readonly takes: 'all' | 'some' | 'entry';
  readonly key: ts.Expression | undefined;
}

/** How a container's growth is held in check, if it is. */
export type Bound =
  /** `attempt` deletes, but under another key than the insertion's. */
  | { readonly kind: 'none'; readonly attempt?: ts.Node }
  | { readonly kind: 'released'; readonly by: ts.Node }
  /** Something takes entries out, but not on every path, or we cannot tell. */
  | { readonly kind: 'partial'; readonly by: ts.Node; readonly why: Weakness };

/** `on-event`: only at an event of its request or connection that need not come, such as `finish` or `error`. */
export type Weakness = 'on-event' | 'on-read' | 'elsewhere';

/** Finds what takes entries out of a container, anywhere in the program, and judges whether it works. */
export class Releases {
  readonly calls: CallGraph;
  readonly places: Places;

  constructor(calls: CallGraph, places: Places) {
    this.calls = calls;
    this.places = places;
  }

  boundOf(place: Place, insertion: Insertion): Bound {
    let partial: Exclude<Bound, { kind: 'released' }> = { kind: 'none' };
    for (const use of this.places.usesOf(place)) {
      const release = this.#releaseAt(use, place, insertion);
      if (!release) continue;
      const why = this.#weakness(release, insertion, place);
      if (why === undefined) return { kind: 'released', by: release.node };
      if (why === 'other-key' && partial.kind === 'none') partial = { kind: 'none', attempt: release.node };
      else if (why !== 'useless' && why !== 'other-key') partial = { kind: 'partial', by: release.node, why };
    }
    const replaced = this.#replacementOfHolder(place);
    return replaced ? { kind: 'released', by: replaced } : partial;
  }

  /** All that takes entries out of a place, where it is ever run. */
  releasesOf(place: Place): readonly Release[] {
    return this.places
      .usesOf(place)
      .map((use) => this.#releaseAt(use, place))
      .filter((release) => release !== undefined);
  }

  /** Whether a release takes out the entry of one key that something names, rather than what it finds in the container. */
  isByName({ key, takes }: Release, place: Place): boolean {
    return takes === 'entry' && key !== undefined && !this.#isFromContainer(key, place);
  }

  /** A release that stands in a function which nothing calls, where no other is effective. */
  idleReleaseOf(place: Place): Release | undefined {
    for (const use of this.places.usesOf(place)) {
      const release = releaseAt(use, place);
      if (release && this.#isEviction(release, place) && !this.#isReached(release.node)) return release;
    }
    return undefined;
  }

  /** Takes out the oldest or the expired; what empties all may be there for tests. */
  #isEviction({ node, takes, key }: Release, place: Place): boolean {
    if (key) return this.#isFromContainer(key, place);
    return takes === 'some' || (isAssignment(node) && ts.isCallExpression(unwrap(node.right)));
  }

  #releaseAt(use: ts.Expression, place: Place, insertion?: Insertion): Release | undefined {
    const release = releaseAt(use, place);
    if (!release || !(this.#isReached(release.node) || this.#isOfferedBeside(release, insertion))) return undefined;
    const isRebound = isAssignment(release.node) && unwrap(release.node.left) === use;
    return isRebound && this.places.isAlias(use, place) ? undefined : release;
  }

  /** `counts = { byPath: {} }` empties `counts.byPath` as well. */
  #replacementOfHolder({ base }: Place): ts.Node | undefined {
    const holder = base && this.places.placeOf(base);
    if (!holder) return undefined;
    for (const use of this.places.usesOf(holder)) {
      const { parent } = outermost(use);
      if (!isAssignment(parent) || unwrap(parent.left) !== use) continue;
      if (functionOf(parent) && this.#releaseAt(use, holder)) return parent;
    }
    return this.#replacementOfHolder(holder);
  }

  /** Who calls what inserts from outside of the sources can call what releases as well. */
  #isOfferedBeside({ node }: Release, insertion: Insertion | undefined): boolean {
    return insertion !== undefined && isOffered(node, this) && isOffered(insertion.node, this);
  }

  /** Whether the function that releases is ever run. */
  #isReached(node: ts.Node): boolean {
    const fn = functionOf(node);
    if (!fn) return true;
    return this.calls.isCalled(fn);
  }

  #weakness(release: Release, insertion: Insertion, place: Place): Weakness | 'useless' | 'other-key' | undefined {
    if (release.node === insertion.node || isWithin(insertion.node, release.node)) return 'useless';
    if (functionOf(release.node) === undefined) return 'useless';
    if (!release.key) return isOfOneEntry(release.node) && passingEvent(release.node) ? 'on-event' : undefined;
    if (isRefresh(release, insertion)) return 'useless';
    const own = this.#isFromContainer(release.key, place);
    if (own) return undefined;
    if (isOtherKey(release, insertion, this.calls.index)) return 'other-key';
    if (passingEvent(release.node)) return 'on-event';
    return isExpiryOnRead(release, insertion) ? 'on-read' : undefined;
  }

  /** Keys that come from walking the container: a sweep, or the eviction of its oldest entry. */
  #isFromContainer(key: ts.Expression, place: Place): boolean {
    const inner = unwrap(key);
    if (mentions(this.places, inner, place)) return true;
    if (!ts.isIdentifier(inner)) return false;
    const declaration = this.calls.index.declarationOf(inner);
    if (!declaration) return false;
    const source = sourceOf(declaration);
    if (!source) return false;
    if (mentions(this.places, source, place)) return true;
    // `const [oldest] = cache.keys()` one step further: `const keys = [...cache.keys()]; for (const key of keys)`.
    let found = false;
    walk(source, (node) => {
      if (!ts.isIdentifier(node)) return;
      const further = this.calls.index.declarationOf(node);
      const value = further && further !== declaration ? sourceOf(further) : undefined;
      if (value && mentions(this.places, value, place)) found = true;
    });
    if (ts.isIdentifier(source)) {
      const further = this.calls.index.declarationOf(source);
      const value = further && further !== declaration ? sourceOf(further) : undefined;
      found ||= value !== undefined && mentions(this.places, value, place);
    }
    return found;
  }
}

/** The release that a use of a container is part of. */
export function releaseAt(use: ts.Expression, place: Place): Release | undefined {
  const outer = outermost(use);
  const { parent } = outer;
  if (isAccess(parent) && parent.expression === outer) return byMember(parent);
  if (isAssignment(parent) && parent.left === outer) return byReassignment(parent, place);
  // [batch, this.queue] = [this.queue, []]
  if (ts.isArrayLiteralExpression(parent) && isAssignment(parent.parent) && parent.parent.left === parent) {
    return { node: parent.parent, takes: 'all', key: undefined };
  }
  if (ts.isCallExpression(parent) && calleeName(parent) === 'deleteProperty' && parent.arguments[0] === outer) {
    return { node: parent, takes: 'entry', key: parent.arguments[1] };
  }
  return undefined;
}

function byMember(access: ts.PropertyAccessExpression | ts.ElementAccessExpression): Release | undefined {
  const holder = outermost(access).parent;
  if (ts.isDeleteExpression(holder)) {
    const key = ts.isElementAccessExpression(access) ? access.argumentExpression : undefined;
    // delete cache.config takes out one fixed entry and bounds nothing.
    return key ? { node: holder, takes: 'entry', key } : undefined;
  }
  const name = accessName(access);
  if (name === 'length' && isAssignment(holder) && holder.left === outermost(access))
    return { node: holder, takes: 'some', key: undefined };
  if (!ts.isCallExpression(holder) || holder.expression !== outermost(access)) return undefined;
  switch (name) {
    case 'clear':
      return { node: holder, takes: 'all', key: undefined };
    case 'delete':
      return { node: holder, takes: 'entry', key: holder.arguments[0] };
    case 'shift':
    case 'pop':
      return { node: holder, takes: 'some', key: undefined };
    case 'splice':
      // splice(0, 0, item) only inserts.
      return holder.arguments[1]?.getText() === '0' ? undefined : { node: holder, takes: 'some', key: undefined };
    default:
      return undefined;
  }
}

/** `list = []` in a function, `list = list.filter(…)`, `list = list.slice(-100)`; not `list = [...list, item]`. */
function byReassignment(assignment: ts.BinaryExpression, place: Place): Release | undefined {
  if (assignment.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
  const right = unwrap(assignment.right);
  const text = assignment.left.getText();
  const keepsAll =
    some(
      right,
      (node) => (ts.isSpreadElement(node) || ts.isSpreadAssignment(node)) && node.expression.getText() === text,
    ) ||
    (ts.isCallExpression(right) &&
      /^(?:concat|map|sort|reverse)$/.test(calleeName(right) ?? '') &&
      (receiverOf(right)?.getText() ?? '').startsWith(text)) ||
    (ts.isBinaryExpression(right) && right.left.getText() === text);
  if (keepsAll || linkOf(text, right)) return undefined;
  if (isInitialisation(assignment, place)) return undefined;
  return { node: assignment, takes: 'all', key: undefined };
}

/** The first assignment of a field in its constructor, and lazy creation, are no release. */
function isInitialisation(assignment: ts.BinaryExpression, place: Place): boolean {
  const fn = functionOf(assignment);
  if (fn && ts.isConstructorDeclaration(fn)) return true;
  if (place.declaration === assignment || place.declaration === assignment.left) return true;
  const statement = statementOf(assignment);
  const guard = statement && (ts.isBlock(statement.parent) ? statement.parent.parent : statement.parent);
  if (guard && ts.isIfStatement(guard)) {
    const condition = compactText(guard.expression);
    const text = compactText(assignment.left);
    return condition === `!${text}` || new RegExp(`^${escaped(text)}={2,3}(?:null|undefined)$`).test(condition);
  }
  return false;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** `cache.delete(key); cache.set(key, value)` only moves the entry to the end. */
function isRefresh(release: Release, insertion: Insertion): boolean {
  if (!release.key || !insertion.key || compactText(release.key) !== compactText(insertion.key)) return false;
  const statement = statementOf(release.node);
  const list = statement ? statementsAround(statement) : [];
  const inserting = list.find((each) => isWithin(insertion.node, each) && !crossesFunction(insertion.node, each));
  return (
    statement !== undefined &&
    inserting !== undefined &&
    list.indexOf(statement) < list.indexOf(inserting) &&
    ts.isExpressionStatement(statement)
  );
}

function crossesFunction(node: ts.Node, statement: ts.Node): boolean {
  for (let current = node; current !== statement; current = current.parent) if (isFunctionNode(current)) return true;
  return false;
}

/** A release under a key that the insertion never uses. */
function isOtherKey(release: Release, insertion: Insertion, index: ProgramIndex): boolean {
  const inserted = insertion.key && unwrap(insertion.key);
  const released = release.key && unwrap(release.key);
  if (!inserted || !released) return false;
  // What is made on the spot is no key of anything.
  if (isMethod(release.node, 'delete') && isMade(released)) return true;
  const home = functionOf(insertion.node);
  if (functionOf(release.node) === home)
    return compactText(inserted) !== compactText(released) && keyText(inserted) !== keyText(released);
  if (isInsertedValue(released, insertion, index) || isOtherMember(inserted, released, index)) return true;
  if (ts.isStringLiteralLike(released)) return !ts.isStringLiteralLike(inserted);
  return home !== undefined && isWithin(release.node, home) && isPieceOf(released, inserted);
}

/** `sockets.set(user, socket)` and later `sockets.delete(socket)`: the value is taken for the key. */
function isInsertedValue(released: ts.Expression, insertion: Insertion, index: ProgramIndex): boolean {
  const declaration = ts.isIdentifier(released) ? index.declarationOf(released) : undefined;
  const isValue = ({ text }: ts.Identifier, value: ts.Expression) =>
    ts.isIdentifier(value) && value.text === text && index.declarationOf(value) === declaration;
  return (
    insertion.form === 'keyed' &&
    declaration !== undefined &&
    compactText(released) !== (insertion.key && compactText(insertion.key)) &&
    insertion.values.some((value) => isValue(released as ts.Identifier, unwrap(value)))
  );
}

/** `client.id` where a client comes, `client.user` where it goes: two members of one thing, neither of which is set to the other. */
function isOtherMember(inserted: ts.Expression, released: ts.Expression, index: ProgramIndex): boolean {
  const one = memberOf(inserted, index);
  const other = memberOf(released, index);
  if (!one || !other || one.name === other.name || !isSameThing(one.root, other.root)) return false;
  const isSet = (name: string) => index.named(name).some((each) => isAssignment(accessAround(each).parent));
  return !isSet(one.name) && !isSet(other.name);
}

interface MemberKey {
  readonly root: ts.ParameterDeclaration;
  readonly name: string;
}

/** The parameter that a key hangs on, and its last name: `client.handshake.auth.user`, also by a constant. */
function memberOf(key: ts.Expression, index: ProgramIndex, depth = 0): MemberKey | undefined {
  const inner = unwrap(key);
  if (ts.isIdentifier(inner)) {
    const declaration = index.declarationOf(inner);
    const value = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
    return value && depth < 2 ? memberOf(value, index, depth + 1) : undefined;
  }
  const name = accessName(inner);
  let root = inner;
  while (isAccess(root)) root = unwrap(root.expression);
  const declaration = ts.isIdentifier(root) ? index.declarationOf(root) : undefined;
  return name !== undefined && declaration && ts.isParameter(declaration) ? { root: declaration, name } : undefined;
}

/** One parameter, or the first ones of the two hooks that a gateway has for a client's coming and going. */
function isSameThing(one: ts.ParameterDeclaration, other: ts.ParameterDeclaration): boolean {
  if (one === other) return true;
  const [from, to] = [one.parent, other.parent];
  return (
    from.parent === to.parent &&
    from.parameters[0] === one &&
    to.parameters[0] === other &&
    /^handleConnection$/.test(from.name?.getText() ?? '') &&
    /^handleDisconnect$/.test(to.name?.getText() ?? '')
  );
}

function isMethod(node: ts.Node, name: string): boolean {
  return ts.isCallExpression(node) && calleeName(node) === name;
}

function isMade(key: ts.Expression): boolean {
  return ts.isObjectLiteralExpression(key) || ts.isArrayLiteralExpression(key) || ts.isNewExpression(key);
}

/** One key is the other with more text around it: `job:${id}` and `id`. */
function isPieceOf(one: ts.Expression, other: ts.Expression): boolean {
  const holds = (whole: string, piece: string) => whole.startsWith('`') && whole.includes(`\${${piece}}`);
  const [a, b] = [keyText(one), keyText(other)];
  return holds(a, b) || holds(b, a);
}

/** A key with its constant replaced by what it stands for. */
function keyText(key: ts.Expression): string {
  const fn = functionOf(key);
  if (!ts.isIdentifier(key) || !fn?.body) return compactText(key);
  let text = compactText(key);
  walk(fn.body, (node) => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === key.text && node.initializer)
      text = compactText(node.initializer);
  });
  return text;
}

/** The event around a node that a request or connection may end without: `finish` never comes where the client went away. */
export function passingEvent(node: ts.Node): ts.StringLiteralLike | undefined {
  for (let current: ts.Node = node; !ts.isSourceFile(current); current = current.parent) {
    const { parent } = current;
    if (!isFunctionNode(current) || !ts.isCallExpression(parent)) continue;
    const name = calleeName(parent);
    const event = parent.arguments[0];
    if ((name === 'on' || name === 'once') && event && ts.isStringLiteralLike(event))
      return /^(?:finish|error)$/.test(event.text) ? event : undefined;
  }
  return undefined;
}

/** `list = list.filter((each) => each !== one)`, `list.splice(at, 1)`: the rest stays. */
function isOfOneEntry(node: ts.Node): boolean {
  if (ts.isCallExpression(node)) return calleeName(node) === 'splice' && node.arguments[1]?.getText() === '1';
  const right = isAssignment(node) ? unwrap(node.right) : undefined;
  return right !== undefined && ts.isCallExpression(right) && calleeName(right) === 'filter';
}

const clockText = /Date\.now\(|performance\.now\(|\bnow\b|expire|\bttl\b|maxAge|stale|fresh/i;

/** An entry that is deleted when it is looked up too late: one that nobody looks up again stays. */
function isExpiryOnRead(release: Release, insertion: Insertion): boolean {
  const fn = functionOf(release.node);
  if (!fn || !insertion.key) return false;
  for (let current: ts.Node = release.node; current !== fn; current = current.parent) {
    const { parent } = current;
    if (ts.isForOfStatement(parent) || ts.isForInStatement(parent) || ts.isWhileStatement(parent)) return false;
    if (ts.isIfStatement(parent) && current !== parent.expression && clockText.test(parent.expression.getText()))
      return true;
    if (ts.isBinaryExpression(parent) && current === parent.right && clockText.test(parent.left.getText())) return true;
  }
  return false;
}

function sourceOf(declaration: ts.Node): ts.Expression | undefined {
  let holder: ts.Node = declaration;
  while (ts.isBindingElement(holder)) holder = holder.parent.parent;
  if (ts.isVariableDeclaration(holder)) {
    const loop = holder.parent.parent;
    return ts.isForOfStatement(loop) || ts.isForInStatement(loop) ? loop.expression : holder.initializer;
  }
  if (!ts.isParameter(holder)) return undefined;
  // cache.forEach((value, key) => cache.delete(key)), [...cache].filter(…).forEach(([key]) => …)
  const call = outermost(holder.parent).parent;
  return ts.isCallExpression(call) ? receiverOf(call) : undefined;
}

function mentions(places: Places, expression: ts.Node, place: Place): boolean {
  return some(
    expression,
    (node) =>
      (ts.isIdentifier(node) || isAccess(node)) && places.placeOf(node)?.key === place.key && !isKeyLookup(node),
  );
}

/** `cache[key]` mentions the container, but the value read is no key of it. */
function isKeyLookup(node: ts.Node): boolean {
  return isComputedAccess(node.parent) && node.parent.expression === node;
}

import type { AnyNode } from 'acorn';
import { FramedSource, type Insertion, type LineFrame, type ScriptPosition } from './framed-source.ts';
import {
  childrenOf,
  isAllocating,
  isFunction,
  parseScript,
  startOfFunction,
  type Child,
  type Format,
} from './syntax.ts';

/**
 * Gives every line that allocates a frame of its own, so that a profile that knows functions knows lines: `make(a)`
 * becomes `(()=>(make(a)))()`. The outermost expression of each line is taken; no line is moved. What waits or yields
 * has to stay in its function. Null where the script cannot be read or nothing in it allocates.
 */
export function frameLines(source: string, format: Format): FramedSource | null {
  const program = parseScript(source, format);
  if (!program) return null;
  const framer = new Framer(source, boundExpressions(program));
  framer.visitChildren(program, {
    functionName: '',
    functionAt: { line: 0, column: 0 },
    framedLine: -1,
    statement: -1,
  });
  const framed = framer.finish();
  // Rather no lines than a program that does not start.
  return framed && parseScript(framed.text, format) ? framed : null;
}

interface Context {
  readonly functionName: string;
  readonly functionAt: ScriptPosition;
  /** The line of the frame around, in the same function. */
  readonly framedLine: number;
  /** Where the statement begins that nothing needs to end before; -1 elsewhere. */
  readonly statement: number;
  /** Within what is called or constructed: it has to stay what it is. */
  readonly isCallee?: boolean;
}

class Framer {
  readonly #source: string;
  readonly #bound: ReadonlySet<AnyNode>;
  readonly #insertions: (Insertion & { readonly offset: number; readonly order: number })[] = [];

  constructor(source: string, bound: ReadonlySet<AnyNode>) {
    this.#source = source;
    this.#bound = bound;
  }

  finish(): FramedSource | null {
    if (this.#insertions.length === 0) return null;
    const ordered = this.#insertions.sort((a, b) => a.offset - b.offset || a.order - b.order);
    let text = '';
    let from = 0;
    for (const { offset, text: inserted } of ordered) {
      text += this.#source.slice(from, offset) + inserted;
      from = offset;
    }
    return new FramedSource(text + this.#source.slice(from), ordered);
  }

  visitChildren(parent: AnyNode, context: Context): void {
    for (const child of childrenOf(parent)) this.#visit(child, parent, context);
  }

  #visit(child: Child, parent: AnyNode, around: Context): void {
    const { node } = child;
    const context = enter(child, parent, around);
    if (!this.#isFramed(child, parent, context)) return this.visitChildren(node, this.#within(node, parent, context));
    const at = startOf(node);
    const { functionName, functionAt } = context;
    // A line that begins with a parenthesis would go on with the line before.
    const begin = node.start === context.statement ? ';(' : '(';
    this.#insert(node.start, at, begin);
    this.#insert(node.start, at, '()=>(', { at, functionName, functionAt });
    const framed = { ...context, framedLine: at.line, statement: -1 };
    this.visitChildren(node, this.#within(node, parent, framed));
    this.#insert(node.end, { line: node.loc!.end.line - 1, column: node.loc!.end.column }, '))()');
  }

  #isFramed({ node, key }: Child, parent: AnyNode, { framedLine, isCallee }: Context): boolean {
    if (isCallee || this.#bound.has(node) || startOf(node).line === framedLine) return false;
    if (isStore(node, parent)) return true;
    return isAllocating(node) && !isPartOfSyntax(node, parent) && !isNamedByPlace(node, key, parent);
  }

  /** The context of what is inside of a node. */
  #within(node: AnyNode, parent: AnyNode, context: Context): Context {
    if (isFunction(node)) {
      const functionAt = positionOf(this.#source, startOfFunction(this.#source, node), node);
      return { functionName: nameOf(node, parent), functionAt, framedLine: -1, statement: -1 };
    }
    if (node.type === 'PropertyDefinition' || node.type === 'StaticBlock') {
      // V8 runs these in a function that nobody wrote.
      return { functionName: '', functionAt: { line: -1, column: -1 }, framedLine: -1, statement: -1 };
    }
    return context;
  }

  #insert(offset: number, at: ScriptPosition, text: string, frame?: LineFrame): void {
    this.#insertions.push({ offset, at, text, order: this.#insertions.length, ...(frame && { frame }) });
  }
}

function enter({ node, key }: Child, parent: AnyNode, context: Context): Context {
  const { isCallee = false, ...rest } = context;
  if (node.type === 'ExpressionStatement' && isList(parent)) return { ...rest, statement: node.start };
  const isLink = (key === 'callee' || key === 'object' || key === 'tag') && !isFunction(node);
  const stays =
    (isLink && isCallee) || (key === 'callee' && parent.type === 'NewExpression') || parent.type === 'ChainExpression';
  return stays ? { ...rest, isCallee: true } : rest;
}

const isList = ({ type }: AnyNode) => /^(Program|BlockStatement|StaticBlock|SwitchCase)$/.test(type);

// A table or a list that grows by it allocates.
function isStore(node: AnyNode, parent: AnyNode): boolean {
  return (
    parent.type === 'ExpressionStatement' &&
    node.type === 'AssignmentExpression' &&
    node.left.type === 'MemberExpression'
  );
}

// A method's function begins at its parameters, and a tag takes its template apart.
function isPartOfSyntax(node: AnyNode, parent: AnyNode): boolean {
  if (parent.type === 'MethodDefinition') return isFunction(node);
  if (parent.type === 'Property') return isFunction(node) && (parent.method || parent.kind !== 'init');
  if (parent.type === 'TaggedTemplateExpression') return node.type === 'TemplateLiteral';
  return node.type === 'CallExpression' && node.callee.type === 'Super';
}

// `const f = () => {}` gives the function its name only while it stands right there.
function isNamedByPlace(node: AnyNode, key: string, parent: AnyNode): boolean {
  const isAnonymous = (isFunction(node) || node.type === 'ClassExpression') && !('id' in node && node.id);
  if (!isAnonymous) return false;
  return (
    /^(VariableDeclarator|AssignmentPattern|Property|PropertyDefinition|ExportDefaultDeclaration)$/.test(parent.type) ||
    (parent.type === 'AssignmentExpression' && key === 'right')
  );
}

function nameOf(node: AnyNode, parent: AnyNode): string {
  const named = 'id' in node && node.id ? node.id : 'key' in parent ? parent.key : 'id' in parent ? parent.id : null;
  return named && 'name' in named && typeof named.name === 'string' ? named.name : '';
}

function startOf(node: AnyNode): ScriptPosition {
  return { line: node.loc!.start.line - 1, column: node.loc!.start.column };
}

/** The position of an offset that lies in the head of a node. */
function positionOf(source: string, offset: number, node: AnyNode): ScriptPosition {
  const lines = source.slice(node.start, offset).split(/\r\n|[\n\r\u2028\u2029]/);
  const { line, column } = startOf(node);
  const last = lines.at(-1)!.length;
  return { line: line + lines.length - 1, column: lines.length === 1 ? column + last : last };
}

/** What has to run in its own function: it waits, yields or evaluates text in its scope. */
function boundExpressions(program: AnyNode): Set<AnyNode> {
  const bound = new Set<AnyNode>();
  const visit = (node: AnyNode): boolean => {
    let isBound = isBindingItself(node);
    for (const { node: child } of childrenOf(node)) if (visit(child) && !isFunction(child)) isBound = true;
    if (isBound) bound.add(node);
    return isBound;
  };
  visit(program);
  for (const node of bound) if (isFunction(node)) bound.delete(node);
  return bound;
}

function isBindingItself(node: AnyNode): boolean {
  if (node.type === 'AwaitExpression' || node.type === 'YieldExpression') return true;
  return node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'eval';
}

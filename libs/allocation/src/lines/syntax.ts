import { parse, type AnyNode, type Program } from 'acorn';

export type Format = 'module' | 'commonjs';
type FunctionNode = Extract<
  AnyNode,
  { type: 'FunctionDeclaration' | 'FunctionExpression' | 'ArrowFunctionExpression' }
>;

/** The syntax tree of a script; null where it cannot be read. */
export function parseScript(source: string, format: Format): Program | null {
  try {
    return parse(source, {
      ecmaVersion: 'latest',
      sourceType: format === 'module' ? 'module' : 'script',
      allowReturnOutsideFunction: format === 'commonjs',
      allowHashBang: true,
      locations: true,
    });
  } catch {
    return null;
  }
}

export interface Child {
  readonly node: AnyNode;
  /** The property of the parent that holds it. */
  readonly key: string;
}

/** What a node consists of, in the order of the tree. */
export function* childrenOf(node: AnyNode): Iterable<Child> {
  for (const [key, value] of Object.entries(node) as [string, unknown][]) {
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) if (isNode(one)) yield { node: one, key };
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && typeof (value as Partial<AnyNode>).type === 'string';
}

export function isFunction(node: AnyNode): node is FunctionNode {
  return /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type);
}

/** Where V8 says that a function begins: at its parameters. */
export function startOfFunction(source: string, node: FunctionNode): number {
  if (node.type === 'ArrowFunctionExpression') return node.start;
  return source.indexOf('(', node.id?.end ?? node.start);
}

/** Whether an expression allocates, as far as its syntax tells; every call may. */
export function isAllocating(node: AnyNode): boolean {
  if (node.type === 'TemplateLiteral') return node.expressions.length > 0;
  if (node.type === 'BinaryExpression') return node.operator === '+' && (isText(node.left) || isText(node.right));
  if (node.type === 'Literal') return 'regex' in node;
  return allocating.has(node.type);
}

const allocating = new Set([
  'ArrayExpression',
  'ArrowFunctionExpression',
  'CallExpression',
  'ChainExpression',
  'ClassExpression',
  'FunctionExpression',
  'NewExpression',
  'ObjectExpression',
  'TaggedTemplateExpression',
]);

function isText(node: AnyNode): boolean {
  if (node.type === 'BinaryExpression') return node.operator === '+' && (isText(node.left) || isText(node.right));
  return node.type === 'TemplateLiteral' || (node.type === 'Literal' && typeof node.value === 'string');
}

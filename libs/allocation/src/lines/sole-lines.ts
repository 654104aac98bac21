import type { AnyNode } from 'acorn';
import type { ScriptPosition } from './framed-source.ts';
import { childrenOf, isAllocating, isFunction, parseScript, startOfFunction, type Format } from './syntax.ts';

/**
 * The functions with a single line that may allocate, by `line:column` of where they begin, each with that line: whatever
 * such a function allocates itself is allocated there, so that no run is needed to know the line.
 */
export function soleLines(source: string, format: Format): Map<string, ScriptPosition> {
  const found = new Map<string, ScriptPosition>();
  const program = parseScript(source, format);
  if (!program) return found;
  const lineStarts = startsOfLines(source);
  for (const node of functionsIn(program)) {
    if (!isFunction(node) || node.async || node.generator) continue;
    const lines = new Map<number, ScriptPosition>();
    for (const inner of ownNodes(node)) if (mayAllocate(inner)) noteStart(inner, lines);
    const [only] = lines.values();
    if (lines.size !== 1 || !only) continue;
    const { line, column } = positionIn(lineStarts, startOfFunction(source, node));
    found.set(`${line}:${column}`, only);
  }
  return found;
}

function noteStart(node: AnyNode, lines: Map<number, ScriptPosition>): void {
  const line = node.loc!.start.line - 1;
  if (!lines.has(line)) lines.set(line, { line, column: node.loc!.start.column });
}

function* functionsIn(node: AnyNode): Iterable<AnyNode> {
  if (isFunction(node)) yield node;
  for (const child of childrenOf(node)) yield* functionsIn(child.node);
}

/** All that a function itself runs: of the functions in it their making only. */
function* ownNodes(node: AnyNode): Iterable<AnyNode> {
  for (const { node: child } of childrenOf(node)) {
    yield child;
    if (!isFunction(child)) yield* ownNodes(child);
  }
}

// More than `isAllocating`: numbers may be boxed, tables may grow, iterators are made.
function mayAllocate(node: AnyNode): boolean {
  if (isAllocating(node) || isFunction(node)) return true;
  if (node.type === 'BinaryExpression') return /^[-+*/%]|\*\*$/.test(node.operator);
  if (node.type === 'Identifier') return node.name === 'arguments';
  return /^(Assignment|Update|Class)(Expression|Declaration|Body)$|^(ForOfStatement|ForInStatement|ArrayPattern|RestElement|ImportExpression)$/.test(
    node.type,
  );
}

function startsOfLines(source: string): number[] {
  const starts = [0];
  for (const { index, 0: end } of source.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) starts.push(index + end.length);
  return starts;
}

function positionIn(lineStarts: readonly number[], offset: number): ScriptPosition {
  let line = lineStarts.findIndex((start) => start > offset) - 1;
  if (line < 0) line = lineStarts.length - 1;
  return { line, column: offset - lineStarts[line]! };
}

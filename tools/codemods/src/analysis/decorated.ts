import { ts } from 'ts-morph';
import { accessAround, bindingOf, returner } from './call-graph.ts';
import type { ProgramIndex } from './program-index.ts';
import { accessName, functionOf, isAssignment, outermost, type FunctionNode } from './syntax.ts';

/** The methods that a function stands in for: a decorator made it their `descriptor.value`, or returned it. */
export function methodsReplacedBy(index: ProgramIndex, fn: FunctionNode): readonly FunctionNode[] {
  const outer = outermost(fn);
  const { parent } = outer;
  const isValue = isAssignment(parent) && parent.right === outer && accessName(parent.left) === 'value';
  const decorator = isValue ? functionOf(fn) : returner(outer);
  return decorator ? methodsDecoratedBy(index, decorator) : [];
}

/** The methods that carry a decorator: `@decorator`, or `@factory()` where the factory returns it. */
export function methodsDecoratedBy(index: ProgramIndex, decorator: FunctionNode): readonly FunctionNode[] {
  const factory = returner(outermost(decorator));
  return [...usesAsDecorator(index, decorator, false), ...(factory ? usesAsDecorator(index, factory, true) : [])];
}

function usesAsDecorator(index: ProgramIndex, fn: FunctionNode, isCalled: boolean): FunctionNode[] {
  const binding = bindingOf(index, fn);
  if (!binding) return [];
  return index.referencesTo(binding).flatMap((reference) => {
    const named = accessAround(reference);
    const isCallee = ts.isCallExpression(named.parent) && named.parent.expression === named;
    const { parent } = isCalled && isCallee ? named.parent : named;
    return isCallee === isCalled && ts.isDecorator(parent) && ts.isMethodDeclaration(parent.parent)
      ? [parent.parent]
      : [];
  });
}

import { ts } from 'ts-morph';
import type { Analysis } from '../analysis/analysis.ts';
import { isHandler } from '../analysis/lifetimes.ts';
import type { Growth } from '../analysis/growth.ts';
import { calleeName, functionOf, outermost, some } from '../analysis/syntax.ts';
import { isListening } from '../analysis/teardown.ts';
import type { Detection } from '../rule.ts';

type Told = Pick<Detection, 'message' | 'fix'> & Partial<Pick<Detection, 'node' | 'confidence'>>;

/** What every rule says of a growing container: where it grows, how sure that is, and what grows. */
export function growthDetection(growth: Growth, told: Told): Detection {
  const { place, insertion } = growth;
  return {
    node: insertion.node,
    confidence: confidenceOf(growth),
    sink: { name: place.name, declaration: place.declaration },
    ...told,
    // Nobody in the sources is seen to call it.
    ...(growth.activation === 'call' && { confidence: 'low' as const }),
  };
}

/** Certain where a request proves the growth and nothing releases; less so behind events and half releases. */
export function confidenceOf({ activation, bound }: Growth): 'high' | 'medium' {
  return activation === 'request' && bound.kind === 'none' ? 'high' : 'medium';
}

/** Whether a node stands in a handler, or in what one calls: by a longer way too much else may decide whether it runs. */
export function isNearHandler(node: ts.Node, { calls }: Pick<Analysis, 'calls'>, hops = 2): boolean {
  for (let fn = functionOf(node); fn; fn = functionOf(fn)) {
    if (isHandler(calls, fn)) return true;
    if (hops > 0 && calls.callSitesOf(fn).some((site) => isNearHandler(site, { calls }, hops - 1))) return true;
  }
  return false;
}

/** `bus.on('visit', (ip) => seen.add(ip))`: the listener that keeps a value was handed it. */
export function comesFromListener(value: ts.Expression, { index }: Analysis): boolean {
  const fn = functionOf(value);
  const { parent: call } = fn ? outermost(fn) : value;
  if (!fn || !ts.isCallExpression(call) || !isListening(calleeName(call) ?? '')) return false;
  return some(value, (node) => {
    const declaration = ts.isIdentifier(node) ? index.declarationOf(node) : undefined;
    return declaration !== undefined && ts.isParameter(declaration) && declaration.parent === fn;
  });
}

/** How often the container gains an entry, in words. */
export function perWhat({ activation }: Growth): string {
  return `per ${activation}`;
}

/** What tells one entry from the next, in words: `req.ip`, `key`, `request`. */
export function entryName({ insertion, origin, activation }: Growth): string {
  if (origin === 'unique' || !insertion.key) return activation;
  const text = insertion.key.getText();
  return ts.isIdentifier(insertion.key) || text.length <= 40 ? text : 'key';
}

import { ts } from 'ts-morph';
import type { Analysis } from '../../analysis/analysis.ts';
import { repetitionOf } from '../../analysis/exchange-in-reach.ts';
import { runsOnce } from '../../analysis/once-only.ts';
import { foundAtCalls, unwrap } from '../../analysis/syntax.ts';
import type { Detection } from '../../rule.ts';

/** `AbortSignal.any([stopping.signal, own])` per request: the runtime keeps what listens to it as long as `stopping` lives. */
export function combinedSignalsIn(file: ts.SourceFile, analysis: Analysis): Detection[] {
  return foundAtCalls(file, (call) => {
    if (call.expression.getText() !== 'AbortSignal.any') return undefined;
    const lasting = lastingSignal(call, analysis);
    if (!lasting || !repetitionOf(call, analysis) || runsOnce(call, analysis)) return undefined;
    return {
      node: call,
      message: `${lasting.getText()} outlives the request, and the runtime keeps each signal that is combined with it; relay its abort to a controller of the request and stop relaying in the end`,
      confidence: 'medium',
      subject: `AbortSignal.any ${lasting.getText()}`,
      fix: {
        kind: 'manual',
        advice:
          'make one AbortController per request, abort it in a listener of the long-lived signal, and remove that listener in a finally block',
      },
    };
  });
}

function lastingSignal(call: ts.CallExpression, { lifetimes }: Analysis): ts.Expression | undefined {
  const [list] = call.arguments;
  const signals = list && unwrap(list);
  if (!signals || !ts.isArrayLiteralExpression(signals)) return undefined;
  return signals.elements.find(
    (each) => !ts.isCallExpression(unwrap(each)) && lifetimes.ofValue(each, each) === 'process',
  );
}

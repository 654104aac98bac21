import type { Analysis } from '../../analysis/analysis.ts';
import { importedNameOf } from '../../analysis/imports-of.ts';
import { calleeName, receiverOf, type CallLike } from '../../analysis/syntax.ts';
import { replaceNode } from '../../edits/text-edit.ts';
import type { Rewrite } from '../../rule.ts';

/** `Mustache.render(…)` becomes `new Mustache.Writer().render(…)`: the cache goes with its writer. */
export function ownWriter(call: CallLike, analysis: Analysis): Rewrite | undefined {
  const receiver = receiverOf(call);
  const isModule = receiver !== undefined && importedNameOf(analysis.index, receiver)?.name === 'default';
  if (!isModule || calleeName(call) !== 'render') return undefined;
  return { edits: [replaceNode(receiver, `new ${receiver.getText()}.Writer()`)] };
}

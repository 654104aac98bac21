import { findCause } from '@watertight/catalog';
import type { Explanation } from '@watertight/evidence';
import { ts } from 'ts-morph';
import type { Analysis } from './analysis/analysis.ts';
import type { ContainerKind } from './analysis/containers.ts';
import { growthsIn, type Growth } from './analysis/growth.ts';
import { declaredName } from './analysis/program-index.ts';
import { functionOf, isFunctionNode, isStatic, startOf, type FunctionNode } from './analysis/syntax.ts';
import type { Detection, Rule } from './rule.ts';

/** Why a detection is one: what grows, who holds it, where the key comes from, why nothing bounds it, what to do. */
export function explain(detection: Detection, rule: Rule, analysis: Analysis): Explanation {
  const growth = growthsIn(detection.node.getSourceFile(), analysis).find(
    ({ insertion, place }) => insertion.node === detection.node || place.name === detection.sink?.name,
  );
  const said = splitMessage(detection);
  return growth ? explainGrowth(growth, said) : explainOther(detection, rule, analysis, said);
}

function explainGrowth(growth: Growth, [problem, remedy]: SplitMessage): Explanation {
  const { place, kind, activation } = growth;
  const often = `${activation}s` as const;
  return {
    grows: `${nounOf[kind]}: ${problem}`,
    owner: ownerOf(place.declaration),
    key: keyOf(growth, often),
    unbounded: whyUnbounded(growth),
    remedy,
  };
}

function explainOther(
  { node, sink }: Detection,
  { cause }: Rule,
  analysis: Analysis,
  [problem, remedy]: SplitMessage,
): Explanation {
  const mechanism = sentencePart(findCause(cause)?.mechanism ?? 'something that outlives the request holds it');
  const fn = functionOf(node);
  const name = fn && (declaredName(fn) ?? 'the function');
  const isOutlived = sink !== undefined && functionOf(sink.declaration) !== fn;
  return {
    grows: problem,
    owner: isOutlived ? ownerOf(sink.declaration) : mechanism,
    key: fn
      ? `a new one whenever ${name} of line ${startOf(fn).line} runs${rhythm(fn, analysis)}`
      : 'one for the module',
    unbounded: isOutlived ? mechanism : 'no statement ends it on every path that leads on from here',
    remedy,
  };
}

function rhythm(fn: FunctionNode, analysis: Analysis): string {
  const activation = analysis.calls.activationOf(fn);
  return activation === 'request' || activation === 'event' ? `: for each ${activation}` : '';
}

function sentencePart(sentence: string): string {
  return sentence.slice(0, 1).toLowerCase() + sentence.slice(1).replace(/\.$/, '');
}

const nounOf = {
  Map: 'a Map',
  Set: 'a Set',
  Array: 'an array',
  Object: 'an object that serves as a table',
  string: 'a text',
  Buffer: 'a buffer',
  chain: 'a chain of entries, each of which holds the one before it',
} as const satisfies Record<ContainerKind, string>;

type SplitMessage = readonly [problem: string, remedy: string];

/** Messages have one grammar: what is wrong; what to do. */
function splitMessage({ message, fix }: Detection): SplitMessage {
  const at = message.lastIndexOf('; ');
  const problem = at < 0 ? message : message.slice(0, at);
  const said = at < 0 ? '' : message.slice(at + 2);
  if (fix.kind !== 'manual') return [problem, said];
  return [problem, said === '' || fix.advice.includes(said) ? fix.advice : `${said}: ${fix.advice}`];
}

function ownerOf(declaration: ts.Node): string {
  const { line } = startOf(declaration);
  const place = `declared in line ${line}`;
  const member = memberAround(declaration);
  if (member && isStatic(member)) return `a static of its class, ${place}: it lives as long as the process`;
  const owner = functionOf(declaration);
  if (member || (owner && ts.isClassLike(owner.parent))) {
    return `a field, ${place}, of an object that lives as long as the process`;
  }
  if (!owner) return `a variable of the module, ${place}: it lives as long as the process`;
  return `a variable of ${declaredName(owner) ?? 'a function'}, ${place}, that runs once and whose closures stay`;
}

function memberAround(declaration: ts.Node): ts.ClassElement | undefined {
  for (let node = declaration; !ts.isSourceFile(node) && !isFunctionNode(node); node = node.parent) {
    if (ts.isClassElement(node)) return node;
  }
  return undefined;
}

function keyOf({ insertion, origin }: Growth, often: 'requests' | 'events' | 'calls'): string {
  const { line } = startOf(insertion.node);
  const key = insertion.key && shortened(insertion.key.getText());
  if (origin === 'unique' && key !== undefined) return `${key}, in line ${line}, is another one each time`;
  if (key === undefined) return `line ${line} adds to it each time, whatever is in it`;
  return `${key}, in line ${line}, has as many values as ${often} bring`;
}

function whyUnbounded({ bound }: Growth): string {
  if (bound.kind === 'released')
    return `line ${startOf(bound.by).line} takes entries out, but another statement puts more in`;
  if (bound.kind === 'none') {
    if (!bound.attempt)
      return 'nothing in the sources takes an entry out, empties it, replaces it or looks at its size';
    return `line ${startOf(bound.attempt).line} deletes, but under another key`;
  }
  const { line } = startOf(bound.by);
  const why = {
    'on-event': 'only at an event that need not come, such as the finish of a response that was aborted',
    'on-read': 'only when the same key is asked for again',
    elsewhere: 'but not for each that is put in',
  }[bound.why];
  return `line ${line} takes entries out, ${why}`;
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= 40 ? line : `${line.slice(0, 39)}…`;
}

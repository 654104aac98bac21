import { advise, partsOf } from '@watertight/diagnosis';
import type { Evidence, Leak } from '@watertight/evidence';
import { amountOf, placeOf, whatOf } from '../text/describe.ts';
import { pathTree } from '../text/path-tree.ts';
import { printable } from '../text/printable.ts';
import { unexplainedRule, type Problem, type ProblemPlace, type ProblemStep } from './problem.ts';

/** The leaks of a trial; where something leaks and no object was found, that alone. */
export function problemsOfEvidence(evidence: Evidence): Problem[] {
  const { verdict, leaks, reason, trial } = evidence;
  if (verdict !== 'leaking' || leaks.length > 0) return leaks.map((leak) => problemOfLeak(leak, evidence));
  return [
    {
      rule: unexplainedRule,
      level: evidence.baseline?.verdict === 'no-worse' ? 'note' : 'error',
      message: printable(reason),
      details: ['no object could be found that grows; run more requests for a clearer picture'],
      place: null,
      flow: [],
      fingerprint: `${unexplainedRule}:${trial.routes.join(',')}`,
    },
  ];
}

/** One leak of a trial, at the line that someone can change; `more` is said below it. */
export function problemOfLeak(leak: Leak, { leaks, signals }: Evidence, more?: string): Problem {
  return {
    rule: leak.cause ?? unexplainedRule,
    level: leak.change === 'known' ? 'note' : 'error',
    message: `${whatOf(leak)}, ${amountOf(leak, leaks, signals)}; ${printable(advise(leak))}`,
    details: [
      ...(leak.change === undefined ? [] : [`${leak.change}, compared with the baseline`]),
      ...(leak.finding ? [printable(partsOf(leak.finding).why)] : []),
      ...(leak.insertion ? [`inserted at ${placeOf(leak.insertion)}`] : []),
      ...(leak.routes.length > 0 ? [printable(`by ${leak.routes.join(', ')}`)] : []),
      ...(more === undefined ? [] : [printable(more)]),
      ...pathTree(leak),
    ],
    place: placeToMend(leak),
    flow: flowOf(leak),
    fingerprint: leak.signature,
  };
}

/** The own line that leads to an insertion in a dependency, else the insertion, else where the sink is declared. */
function placeToMend({ insertion, sink }: Leak): ProblemPlace | null {
  const place = insertion?.caller ?? insertion;
  if (place) return { file: place.file, line: place.line, column: place.column };
  return declarationOf(sink);
}

function declarationOf(sink: Leak['sink']): ProblemPlace | null {
  return sink?.file !== undefined && sink.line !== undefined ? { file: sink.file, line: sink.line } : null;
}

function flowOf({ insertion, sink, routes }: Leak): ProblemStep[] {
  const declaration = declarationOf(sink);
  const [name, by] = [sink?.name ?? 'its holder', routes[0] ?? 'a request'].map((text) => printable(text));
  const steps: ProblemStep[] = [];
  if (insertion?.caller) steps.push({ role: 'source', place: insertion.caller, text: `${by} leads here` });
  if (insertion) steps.push({ role: 'insertion', place: insertion, text: `puts it into ${name}` });
  if (declaration) steps.push({ role: 'owner', place: declaration, text: `${name} is declared here` });
  return steps;
}

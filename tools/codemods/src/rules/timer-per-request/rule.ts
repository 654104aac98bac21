import { endOf } from '../../analysis/exchange-in-reach.ts';
import type { Teardown } from '../../analysis/teardown.ts';
import type { Detection, Rule } from '../../rule.ts';
import { isAccess } from '../../analysis/syntax.ts';
import type { ts } from 'ts-morph';
import { clearFix } from './clear-rewrite.ts';
import { endlessLoopsIn, loopText } from './endless-loops.ts';
import { fateOf, timersIn, timerText, type Timer } from './timers.ts';

/** A timer that each request starts and that goes on, or holds the request, when the request is over. */
export const timerPerRequest: Rule<'timer-per-request'> = {
  cause: 'timer-per-request',
  gate: new RegExp(`${timerText.source}|${loopText.source}`),
  *detect(file, { analysis }) {
    for (const timer of timersIn(file, analysis)) {
      const teardown = fateOf(timer, analysis);
      if (teardown !== 'kept' && teardown !== 'sometimes') continue;
      const { call, holder } = timer;
      const name = nameOf(holder);
      yield {
        node: call,
        message: `${name ?? subjects[timer.kind]} ${problemOf(timer, teardown)}`,
        confidence: confidenceOf(timer, teardown),
        ...(holder && name !== undefined && { sink: { name, declaration: holder } }),
        subject: name ?? timer.kind,
        fix: clearFix(timer, analysis),
      };
    }
    yield* endlessLoopsIn(file, analysis);
  },
};

const subjects = {
  interval: 'the interval',
  rearmed: 'the timer',
  long: 'the timeout',
} as const satisfies Record<Timer['kind'], string>;

function nameOf(holder: ts.Node | undefined): string | undefined {
  if (!holder) return undefined;
  return isAccess(holder) ? holder.getText() : (holder as { name?: ts.Node }).name?.getText();
}

function problemOf({ kind, per }: Timer, teardown: Teardown): string {
  const ending = endOf(per);
  if (kind === 'rearmed') return `starts itself again for ever, once per ${per}; stop when ${ending}`;
  if (kind === 'long') return 'holds the request long after its response; keep only what it needs, or clear it';
  const when = teardown === 'kept' ? 'is never cleared' : 'is cleared on some paths only';
  return `is started per ${per} and ${when}; clear it when ${ending}`;
}

function confidenceOf({ kind }: Timer, teardown: Teardown): Detection['confidence'] {
  return kind === 'interval' && teardown === 'kept' ? 'high' : 'medium';
}

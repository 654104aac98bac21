import { ts } from 'ts-morph';
import type { Analysis } from '../analysis/analysis.ts';
import type { Growth } from '../analysis/growth.ts';
import { madeFrom } from '../analysis/program-index.ts';
import { calleeName } from '../analysis/syntax.ts';

// Timers, jobs, processes, watchers: https://nodejs.org/api/ of each, and the schedulers of npm.
const startedBy =
  /^(?:setInterval|setTimeout|setImmediate|schedule|scheduleJob|spawn|fork|exec|execFile|watch|watchFile|subscribe|createServer|createConnection)$/;
const startedAs = /^(?:Worker|WebSocket|EventSource|Cron|CronJob|\w+Observer)$/;

/** What to do where a growth keeps things that run on when nobody holds them: to forget one is not to stop it. */
export const stopThem = 'stop each where its work is done, and take it out then: what is only forgotten runs on';

/** Whether what a growth keeps was started: a timer, a job, a process, a watcher. */
export function keepsRunning({ insertion }: Growth, { index }: Analysis): boolean {
  return insertion.values.some((value) => isStarted(madeFrom(value, index)));
}

function isStarted(made: ts.Expression): boolean {
  if (ts.isCallExpression(made)) return startedBy.test(calleeName(made) ?? '');
  return ts.isNewExpression(made) && startedAs.test(calleeName(made) ?? '');
}

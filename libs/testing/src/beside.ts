import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { HoldersQuestion, Measured, Order, Report, Request } from './protocol.ts';
import { TestingError } from './testing-error.ts';

type Invited = (channelPath: string) => void;

/** Makes a trial in a process of its own and answers with what it found; `onInvite` is for a process that is to join it. */
export async function makeTrial(order: Order, onInvite: Invited = () => undefined): Promise<Measured> {
  const report = await askBeside({ type: 'trial', order }, onInvite);
  if (report.type === 'measured') return report.measured;
  throw new TestingError('INTERNAL', `expected the process beside the test to measure, it answered '${report.type}'`);
}

/** Who holds some objects of a heap snapshot, each as a path of names; null where nobody does. */
export async function holdersOf(question: HoldersQuestion): Promise<readonly (readonly string[] | null)[]> {
  const report = await askBeside({ type: 'holders', question }, () => undefined);
  return report.type === 'holders' ? report.paths : [];
}

async function askBeside(request: Request, onInvite: Invited): Promise<Report> {
  const child = startBeside();
  try {
    return await new Promise<Report>((resolve, reject) => {
      const lost = (what: string) => reject(new TestingError('INTERNAL', `the process beside the test ${what}`));
      child.once('error', (error) => lost(`could not be started: ${error.message}`));
      child.once('exit', (code, signal) => lost(`ended by itself (${signal ?? `status ${code}`})`));
      child.on('message', (message) => {
        const report = message as Report;
        if (report.type === 'failed') reject(new TestingError(report.code, report.message));
        else if (report.type !== 'invite') resolve(report);
        else {
          try {
            onInvite(report.channelPath);
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        }
      });
      child.send(request);
    });
  } finally {
    child.removeAllListeners();
    child.on('error', () => undefined);
    if (child.connected) child.disconnect();
  }
}

// What loads or measures the test has no business beside it, nor has the port that the test's server has.
const ofTheTest = ['NODE_OPTIONS', 'NODE_V8_COVERAGE', 'WATERTIGHT_CHANNEL', 'PORT'];

function startBeside(): ChildProcess {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ofTheTest.includes(name)));
  // In `dist` from either folder: what runs is JavaScript.
  const script = join(__dirname, '../dist/driver.mjs');
  return fork(script, { env, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}

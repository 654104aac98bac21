import { dirname, join, relative } from 'node:path';
import { requireOutside } from './outside.ts';

/** What a test runner tells of the test that is running. */
export interface TestState {
  readonly testPath?: string | undefined;
  readonly currentTestName?: string | undefined;
}

/** The test that runs now, and how to run it, and it alone, once more. */
export interface RunningTest {
  readonly runner: 'Jest' | 'Vitest';
  /** What a person types. */
  readonly typed: string;
  /** What starts it, without a shell; null where the runner cannot be found. */
  readonly command: readonly string[] | null;
}

const endless = '--testTimeout=600000';

/** The running test where its runner tells of it: `state` is what `expect.getState()` answers. */
export function runningTest(state: TestState | null): RunningTest | null {
  const { testPath, currentTestName } = state ?? {};
  if (!testPath || !currentTestName) return null;
  const file = relative(process.cwd(), testPath);
  if (isVitest()) {
    // Vitest joins the names of suites by ` > ` and matches them joined by blanks.
    const name = currentTestName.replaceAll(' > ', ' ');
    const script = packageFile('vitest', 'vitest.mjs');
    const args = ['run', file, '-t', `^${escaped(name)}$`, '--coverage.enabled=false', endless];
    return toTest('Vitest', 'vitest', script, args);
  }
  const script = packageFile('jest', 'bin/jest.js');
  const args = [
    '--runTestsByPath',
    file,
    '-t',
    `^${escaped(currentTestName)}$`,
    '--coverage=false',
    '--runInBand',
    endless,
  ];
  return toTest('Jest', 'jest', script, args);
}

function toTest(
  runner: RunningTest['runner'],
  bin: string,
  script: string | null,
  args: readonly string[],
): RunningTest {
  return {
    runner,
    typed: ['npx', bin, ...args.map(quoted)].join(' '),
    command: script === null ? null : [process.execPath, script, ...args],
  };
}

/** Whether something counts what each statement of the program does. */
export function isCovered(): boolean {
  const { __coverage__, __vitest_worker__ } = globalThis as {
    __coverage__?: unknown;
    __vitest_worker__?: { config?: { coverage?: { enabled?: boolean } } };
  };
  return (
    __coverage__ !== undefined ||
    __vitest_worker__?.config?.coverage?.enabled === true ||
    Boolean(process.env.NODE_V8_COVERAGE)
  );
}

/** Whether the runner has put a clock of its own in place of time. */
export function hasFakeTimers(): boolean {
  const { setTimeout } = globalThis as { setTimeout: object };
  return 'clock' in setTimeout || '_isMockFunction' in setTimeout;
}

export function isVitest(): boolean {
  return '__vitest_worker__' in globalThis || process.env.VITEST !== undefined;
}

function packageFile(name: string, file: string): string | null {
  try {
    const manifest = requireOutside(join(process.cwd(), 'package.json')).resolve(`${name}/package.json`);
    return join(dirname(manifest), file);
  } catch {
    return null;
  }
}

function escaped(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}/]/g, String.raw`\$&`);
}

function quoted(text: string): string {
  return /^[\w./=:@-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { heal } from './heal.ts';
import type { Consent, HealOptions, HealTools } from './options.ts';
import { removeTarget, scriptedTarget, type ScriptedTarget } from './testing/scripted-target.ts';

let target: ScriptedTarget;
let log: string;

beforeEach(() => {
  log = join(mkdtempSync(join(tmpdir(), 'heal-commands-')), 'log');
});

afterEach(() => {
  rmSync(join(log, '..'), { recursive: true, force: true });
  removeTarget(target);
});

const healTarget = (options: Partial<HealOptions>, tools: Partial<HealTools> = {}) =>
  heal({ ...target.options, ...options }, { ...target.tools, ...tools });
const logged = () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []);

describe("the target's own tests", () => {
  test('run in the copy, before anything is rewritten and before the proof, and are named in it', async () => {
    target = scriptedTarget(['leak visitors automatic']);
    const { healed } = await healTarget({ test: `cat src/app.js >> ${log}; echo >> ${log}` });
    expect(logged()).toEqual(['leak visitors automatic', 'fixed visitors']);
    expect(healed[0]).toMatchObject({ accepted: true, tests: expect.stringContaining('cat src/app.js') as string });
    expect(healed[0]!.why).toMatch(/none differs; `cat .*` passes$/);
  });

  test('that fail after a rewrite have it taken back without a proof, and what they said is told', async () => {
    target = scriptedTarget(['leak visitors automatic']);
    let trials = 0;
    const counting: Partial<HealTools> = { runTrial: (options) => (trials++, target.tools.runTrial(options)) };
    const { healed, remaining } = await healTarget(
      { test: 'echo visitors are gone; ! grep -q fixed src/app.js' },
      counting,
    );
    expect(healed).toEqual([]);
    expect(remaining[0]?.why).toMatch(/fails after the rewrite: visitors are gone/);
    expect(trials).toBe(1);
  });

  test('that fail before anything is rewritten end the healing', async () => {
    target = scriptedTarget(['leak visitors automatic']);
    await expect(healTarget({ test: 'echo 3 failed; exit 1' })).rejects.toMatchObject({
      code: 'TESTS_FAILED',
      message: expect.stringMatching(/failed before anything was rewritten; .*\n3 failed/) as string,
    });
  });
});

describe('state that survives between runs', () => {
  test('is set up before and torn down after each start, in the source and in the copy', async () => {
    target = scriptedTarget(['leak visitors automatic']);
    const places: string[] = [];
    const note = (what: string) => `echo ${what} $PWD >> ${log}`;
    await healTarget(
      { setup: note('up'), teardown: note('down') },
      {
        runTrial: (options) => (places.push(options.cwd), target.tools.runTrial(options)),
        withTarget: (options, use) => (places.push(options.cwd), target.tools.withTarget(options, use)),
      },
    );
    expect(places).toHaveLength(3);
    expect(places[0]).toBe(target.folder);
    expect(logged()).toEqual(places.flatMap((place) => [`up ${place}`, `down ${place}`]));
  });

  test('that the setup leaves running lives until the target is stopped', async () => {
    target = scriptedTarget(['leak visitors automatic']);
    let pid = 0;
    const runTrial: HealTools['runTrial'] = async (options) => {
      pid = Number(logged()[0]);
      expect(isRunning(pid)).toBe(true);
      return { ...(await target.tools.runTrial(options)), verdict: 'stable' };
    };
    await healTarget({ setup: `sleep 60 & echo $! > ${log}` }, { runTrial });
    for (let tries = 0; tries < 50 && isRunning(pid); tries++) await delay(20);
    expect(isRunning(pid)).toBe(false);
  });

  test('that cannot be set up or torn down is an error, and the teardown runs all the same', async () => {
    target = scriptedTarget(['leak visitors automatic']);
    const setup = healTarget({ setup: 'echo no database; false', teardown: `echo down >> ${log}` });
    await expect(setup).rejects.toMatchObject({
      code: 'SETUP_FAILED',
      message: expect.stringContaining('no database') as string,
    });
    expect(logged()).toEqual(['down']);
    await expect(healTarget({ teardown: 'false' })).rejects.toMatchObject({ code: 'TEARDOWN_FAILED' });
  });

  test.each([
    ['setup', { setup: 'echo begun; sleep 30' }],
    ['tests', { test: 'echo begun; sleep 30' }],
  ])('is torn down where the %s are interrupted', async (_phase, commands) => {
    target = scriptedTarget(['leak visitors automatic']);
    const controller = new AbortController();
    const startedAt = Date.now();
    const work = healTarget({
      ...commands,
      teardown: `echo down >> ${log}`,
      signal: controller.signal,
      onOutput: (text) => (text.includes('begun') ? controller.abort() : undefined),
    });
    await expect(work).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(Date.now() - startedAt).toBeLessThan(20_000);
    expect(logged().at(-1)).toBe('down');
  });
});

describe('a person', () => {
  const answering = (...answers: Consent[]) => {
    const asked: string[] = [];
    const confirm: HealOptions['confirm'] = ({ signature }) => {
      asked.push(signature);
      return Promise.resolve(answers.shift() ?? 'accept');
    };
    return { asked, confirm };
  };

  test('is asked of each proved rewrite, and what is declined is taken back', async () => {
    target = scriptedTarget(['leak visitors automatic', 'leak recent automatic']);
    const { asked, confirm } = answering('decline', 'accept');
    const { healed, remaining, written } = await healTarget({ confirm, write: true });
    expect(asked).toEqual(['visitors', 'recent']);
    expect(healed.filter(({ accepted }) => accepted).map(({ signature }) => signature)).toEqual(['recent']);
    expect(remaining.map(({ signature, why }) => [signature, why])).toEqual([
      ['visitors', 'the rewrite by rule unbounded-cache in src/app.js was proved, and you did not accept it'],
    ]);
    expect(written).toBe(true);
    expect(target.source()).toBe('leak visitors automatic\nfixed recent');
  });

  test('who wants no more is asked no more, and nothing more is tried', async () => {
    target = scriptedTarget(['leak visitors automatic', 'leak recent automatic']);
    const { asked, confirm } = answering('stop');
    const { healed, remaining } = await healTarget({ confirm });
    expect(asked).toEqual(['visitors']);
    expect(healed).toEqual([]);
    expect(remaining.map(({ why }) => why)).toEqual([
      expect.stringContaining('you did not accept it'),
      'it was not tried, as you wanted no more',
    ]);
  });

  test('who is not there ends it, and nothing is written', async () => {
    target = scriptedTarget(['leak visitors automatic']);
    const confirm = () => Promise.reject(new Error('the input ended'));
    await expect(healTarget({ confirm, write: true })).rejects.toThrow('the input ended');
    expect(target.source()).toBe('leak visitors automatic');
    expect(readdirSync(target.folder).sort()).toEqual(['package.json', 'src']);
  });
});

// What has ended may be listed until its parent asks for it.
function isRunning(pid: number): boolean {
  const listed = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
  return listed !== '' && !listed.startsWith('Z');
}

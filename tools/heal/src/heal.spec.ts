import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importedPackages } from '@watertight/codemods';
import { CodedError, healSchema } from '@watertight/evidence';
import { heal } from './heal.ts';
import type { HealOptions, HealProgress, HealTools } from './options.ts';
import { someEvidence } from './testing/samples.ts';
import { removeTarget, scriptedTarget, type ScriptedTarget } from './testing/scripted-target.ts';

const systemFolder = process.env['TMPDIR'];
let target: ScriptedTarget;
let temporary: string;

beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'heal-spec-'));
});

afterEach(() => {
  if (systemFolder === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = systemFolder;
  rmSync(temporary, { recursive: true, force: true });
  removeTarget(target);
});

/** Heals with a temporary folder of its own, and expects it empty afterwards whatever happens. */
async function healTarget(options: Partial<HealOptions> = {}, tools: Partial<HealTools> = {}) {
  process.env['TMPDIR'] = temporary;
  try {
    return await heal({ ...target.options, ...options }, { ...target.tools, ...tools });
  } finally {
    expect(readdirSync(temporary)).toEqual([]);
  }
}

describe('what is left alone', () => {
  test('a stable target is not even copied', async () => {
    target = scriptedTarget(['answer hello']);
    const result = await healTarget({}, { scan: () => fail('scan') });
    expect(result).toMatchObject({ healed: [], remaining: [], after: null, written: false });
    expect(result.before.verdict).toBe('stable');
  });

  test('an inconclusive trial leads to no rewrite', async () => {
    target = scriptedTarget(['leak visitors automatic']);
    const inconclusive = someEvidence([], { verdict: 'inconclusive' });
    const result = await healTarget({}, { runTrial: () => Promise.resolve(inconclusive), scan: () => fail('scan') });
    expect(result).toMatchObject({ healed: [], remaining: [], before: { verdict: 'inconclusive' } });
  });

  test('a leak without a finding remains, with the place', async () => {
    target = scriptedTarget(['leak visitors']);
    const { healed, remaining } = await healTarget();
    expect(healed).toEqual([]);
    expect(remaining[0]?.why).toMatch(/src\/app.js:1, and no rule finds unbounded-cache there$/);
  });

  test('a finding elsewhere is tried after those in the files that the load has named', async () => {
    target = scriptedTarget(['leak visitors automatic']);
    const looked: (readonly string[] | undefined)[] = [];
    const scan: HealTools['scan'] = ({ within, ...options }) => {
      looked.push(within && [...within]);
      const result = target.tools.scan(options);
      return within ? { ...result, findings: [] } : result;
    };
    const result = await healTarget({}, { scan });
    expect(looked).toEqual([['src/app.js'], undefined]);
    expect(result.healed).toHaveLength(1);
  });

  test('a leak that can only be explained remains, with the advice', async () => {
    target = scriptedTarget(['leak visitors manual']);
    const { healed, remaining } = await healTarget({ unsafe: true });
    expect(healed).toEqual([]);
    expect(remaining[0]?.why).toContain('move the state elsewhere');
  });

  test('a suggested rewrite waits for --unsafe', async () => {
    target = scriptedTarget(['leak visitors suggested']);
    const { remaining } = await healTarget();
    expect(remaining[0]?.why).toBe(
      'a suggested rewrite exists (rule unbounded-cache at src/app.js:1); run with --unsafe to try it',
    );
    const { healed } = await healTarget({ unsafe: true });
    expect(healed[0]).toMatchObject({ accepted: true });
  });
});

describe('a rewrite', () => {
  test('is accepted where the same trial is stable and the responses agree', async () => {
    target = scriptedTarget(['answer hello', 'leak visitors automatic']);
    const result = await healTarget();
    expect(healSchema.parse(result)).toMatchObject({
      healed: [
        {
          accepted: true,
          file: 'src/app.js',
          before: { verdict: 'leaking', slopePerRequest: 412 },
          after: { verdict: 'stable', slopePerRequest: 0 },
          responses: { compared: 30, different: 0 },
        },
      ],
      remaining: [],
      after: { verdict: 'stable' },
      written: false,
    });
    expect(target.source()).toBe('answer hello\nleak visitors automatic');
  });

  test('is tried by rounds of the same size', async () => {
    target = scriptedTarget(['leak visitors automatic']);
    const sizes: unknown[] = [];
    const noting: Partial<HealTools> = {
      runTrial: (options) => (sizes.push(options.requestsPerRound), target.tools.runTrial(options)),
    };
    await healTarget({}, noting);
    expect(sizes).toEqual([undefined, 503]);
  });

  test('that sets a cap is loaded past it before its rounds, and so is each one after it', async () => {
    target = scriptedTarget(['leak visitors automatic', 'leak recent automatic']);
    const warmUps: unknown[] = [];
    const capping: Partial<HealTools> = {
      runTrial: (options) => (warmUps.push(options.warmUpRequests), target.tools.runTrial(options)),
      planFixes: (options) => ({ ...target.tools.planFixes(options), capEntries: warmUps.length === 1 ? 1000 : 0 }),
    };
    await healTarget({}, capping);
    expect(warmUps).toEqual([undefined, 1250, 1250]);
  });

  test('is taken back where the target still leaks', async () => {
    target = scriptedTarget(['leak visitors automatic'], { visitors: 'leak visitors again' });
    const { healed, remaining, after } = await healTarget();
    expect(healed).toMatchObject([{ accepted: false, why: 'it still leaks after the rewrite' }]);
    expect(remaining[0]?.why).toContain('tried and taken back');
    expect(after).toBeNull();
  });

  test('is taken back where a response differs', async () => {
    target = scriptedTarget(['answer hello', 'leak visitors automatic'], { visitors: 'answer more' });
    const { healed, remaining } = await healTarget();
    expect(healed[0]).toMatchObject({ accepted: false, responses: { different: 30 } });
    expect(remaining[0]?.why).toMatch(/30 of 30 responses differ, such as GET \/visits with n = 1: body.answer/);
  });

  test('is not blamed for what differs from start to start', async () => {
    target = scriptedTarget(['answer time', 'leak visitors automatic']);
    const { healed } = await healTarget();
    expect(healed[0]).toMatchObject({
      accepted: true,
      responses: { different: 0, volatile: ['GET /visits body.started'] },
    });
  });

  test('is taken back where the target does not survive it', async () => {
    target = scriptedTarget(['leak visitors automatic'], { visitors: 'crash' });
    const { healed, remaining } = await healTarget();
    expect(healed).toEqual([]);
    expect(remaining[0]?.why).toContain('does not survive the trial');
  });

  test('that the source cannot do without --unsafe or a build is asked for with the script that builds', async () => {
    target = scriptedTarget(['leak visitors automatic']);
    writeFileSync(join(target.folder, 'package.json'), '{ "scripts": { "build": "tsc -b" } }');
    const finding = { ...target.tools.scan({ path: target.folder }).findings[0]!, file: 'src/app.ts' };
    const edits = [{ file: 'src/app.ts', before: '', after: '' }];
    const planned = {
      edits,
      fixed: [finding],
      left: [],
      dependencies: [],
      assumptions: [],
      capEntries: 0,
      notAnalysed: [],
    };
    const runTrial = jest.fn();
    await expect(healTarget({}, { planFixes: () => planned, runTrial })).rejects.toMatchObject({
      code: 'BUILD_NEEDED',
      message: expect.stringContaining("pass --build 'npm run build'") as string,
    });
    expect(runTrial).not.toHaveBeenCalled();
  });

  test('is built before its trial, and a build that fails only then is its fault', async () => {
    target = scriptedTarget(['leak visitors automatic'], { visitors: 'broken' });
    const { remaining } = await healTarget({ build: '! grep broken src/app.js' });
    expect(remaining[0]?.why).toContain('grep broken src/app.js fails after the rewrite: broken');
  });

  test('is not tried where the build fails on the untouched copy', async () => {
    target = scriptedTarget(['leak visitors automatic']);
    await expect(healTarget({ build: 'echo no compiler here; exit 3' })).rejects.toMatchObject({
      code: 'BUILD_FAILED',
      message: expect.stringContaining('no compiler here') as string,
    });
  });

  test('that needs a package installed nowhere is not tried, with the command that installs it', async () => {
    target = scriptedTarget(['leak visitors automatic']);
    const { healed, remaining } = await healTarget({}, needingPackage('lru-cache', '11.2.2'));
    expect(healed).toEqual([]);
    expect(remaining[0]?.why).toBe('needs lru-cache, which is not installed: npm install lru-cache@11.2.2');
  });

  test('that needs an installed package lists it in package.json', async () => {
    target = scriptedTarget(['leak visitors automatic']);
    mkdirSync(join(target.folder, 'node_modules/lru-cache'), { recursive: true });
    writeFileSync(join(target.folder, 'node_modules/lru-cache/package.json'), '{ "version": "11.2.4" }');
    const { healed } = await healTarget({ write: true }, needingPackage('lru-cache', '11.2.2'));
    expect(healed[0]).toMatchObject({
      accepted: true,
      dependencies: [{ name: 'lru-cache', version: '11.2.2' }],
      patch: expect.stringContaining('package.json') as string,
    });
    const written = JSON.parse(readFileSync(join(target.folder, 'package.json'), 'utf8')) as object;
    expect(written).toEqual({ name: 'scripted', dependencies: { 'lru-cache': '11.2.2' } });
  });

  test('that will need a package is told of before the load, with what to do', async () => {
    target = scriptedTarget(['leak visitors automatic']);
    const told: string[] = [];
    const healing = (options: Partial<HealOptions>) =>
      healTarget(
        { unsafe: true, onAdvice: (text) => told.push(text), ...options },
        {
          ...needingPackage('lru-cache', '11.2.2'),
          runTrial: () => Promise.resolve((told.push('the load'), someEvidence())),
        },
      );
    await healing({});
    expect(told).toEqual([
      'rewrites that import lru-cache are not tried, as it is not installed; to have them tried, stop and run: npm install lru-cache@11.2.2',
      'the load',
    ]);
    await healing({ write: true, allowDirty: false });
    expect(told.at(-2)).toMatch(/npm install lru-cache@11\.2\.2 \(and commit package\.json, or pass --allow-dirty\)$/);
    mkdirSync(join(target.folder, 'node_modules/lru-cache'), { recursive: true });
    writeFileSync(join(target.folder, 'node_modules/lru-cache/package.json'), '{ "version": "11.2.4" }');
    told.length = 0;
    await healing({});
    expect(told).toEqual(['the load']);
  });

  test('is not planned ahead where every package that a rewrite imports is there', async () => {
    target = scriptedTarget(['answer hello']);
    for (const { name, version } of Object.values(importedPackages)) {
      mkdirSync(join(target.folder, 'node_modules', name), { recursive: true });
      writeFileSync(join(target.folder, 'node_modules', name, 'package.json'), JSON.stringify({ version }));
    }
    const planFixes = jest.fn(() => fail('planned'));
    await healTarget({ unsafe: true, build: 'true', onAdvice: () => undefined }, { planFixes });
    expect(planFixes).not.toHaveBeenCalled();
  });

  test('that cannot be planned ahead does not keep the load from running', async () => {
    target = scriptedTarget(['answer hello']);
    const planFixes = () => {
      throw new CodedError('NO_SOURCE_FILES', 'expected sources');
    };
    await expect(healTarget({ unsafe: true, onAdvice: () => undefined }, { planFixes })).resolves.toMatchObject({
      before: { verdict: 'stable' },
    });
  });

  function needingPackage(name: string, version: string): Partial<HealTools> {
    const dependencies = [{ name, version, packageJson: 'package.json' }];
    return { planFixes: (options) => ({ ...target.tools.planFixes(options), dependencies }) };
  }
});

describe('several leaks', () => {
  test('are healed one after the other, each with its own proof', async () => {
    target = scriptedTarget(['leak visitors automatic', 'leak recent automatic']);
    const { healed, remaining, after } = await healTarget();
    expect(
      healed.map(({ signature, before, after: { slopePerRequest } }) => [
        signature,
        before.slopePerRequest,
        slopePerRequest,
      ]),
    ).toEqual([
      ['visitors', 824, 412],
      ['recent', 412, 0],
    ]);
    expect({ remaining, verdict: after?.verdict }).toEqual({ remaining: [], verdict: 'stable' });
  });

  test('do not hinder each other: what cannot be healed remains', async () => {
    target = scriptedTarget(['leak visitors manual', 'leak recent automatic']);
    const { healed, remaining, after } = await healTarget();
    expect(healed).toMatchObject([{ signature: 'recent', accepted: true }]);
    expect(remaining).toMatchObject([{ signature: 'visitors' }]);
    expect(after?.verdict).toBe('leaking');
  });

  test('that show only once another is gone are healed too', async () => {
    target = scriptedTarget(['leak visitors automatic', 'hidden'], { visitors: 'fixed visitors' });
    const reveal: Partial<HealTools> = {
      planFixes(options) {
        const plan = target.tools.planFixes(options);
        return {
          ...plan,
          edits: plan.edits.map((edit) => ({
            ...edit,
            after: edit.after.replace('hidden', 'leak sessions automatic'),
          })),
        };
      },
    };
    const smaller = (await target.tools.runTrial({ ...target.options })).leaks[0]!;
    const evidenceBySource: Partial<HealTools> = {
      async runTrial(options) {
        const evidence = await target.tools.runTrial(options);
        const [leak] = evidence.leaks;
        return leak?.signature === 'sessions'
          ? someEvidence([{ ...leak, retainedBytesPerRequest: smaller.retainedBytesPerRequest / 2 }])
          : evidence;
      },
    };
    const { healed, remaining } = await healTarget({}, { ...reveal, ...evidenceBySource });
    expect(healed.map(({ signature, accepted }) => [signature, accepted])).toEqual([
      ['visitors', true],
      ['sessions', true],
    ]);
    expect(remaining).toEqual([]);
  });
});

describe('writing', () => {
  test('applies all accepted patches to the source', async () => {
    target = scriptedTarget(['leak visitors automatic', 'leak recent automatic', 'leak kept manual']);
    const { written } = await healTarget({ write: true });
    expect(written).toBe(true);
    expect(target.source()).toBe('fixed visitors\nfixed recent\nleak kept manual');
  });

  test('writes nothing where nothing was accepted', async () => {
    target = scriptedTarget(['leak visitors manual']);
    expect((await healTarget({ write: true })).written).toBe(false);
  });

  test('refuses a source that changed meanwhile', async () => {
    target = scriptedTarget(['leak visitors automatic']);
    const edited = 'edited meanwhile';
    const changing: Partial<HealTools> = {
      withTarget(options, use) {
        writeFileSync(join(target.folder, 'src/app.js'), edited);
        return target.tools.withTarget(options, use);
      },
    };
    await expect(healTarget({ write: true }, changing)).rejects.toMatchObject({ code: 'WRITE_FAILED' });
    expect(target.source()).toBe(edited);
  });

  test('refuses a dirty git tree and names its files, unless it may be dirty', async () => {
    target = scriptedTarget(['leak visitors automatic']);
    execFileSync('git', ['init', '--quiet'], { cwd: target.folder });
    await expect(healTarget({ write: true, allowDirty: false })).rejects.toMatchObject({
      code: 'GIT_TREE_DIRTY',
      message: expect.stringContaining('package.json, src/') as string,
    });
    expect(target.source()).toContain('leak');
    expect((await healTarget({ write: true })).written).toBe(true);
  });

  test('names changes of an installation as such: they are to be committed, not stashed', async () => {
    target = scriptedTarget(['leak visitors automatic']);
    commitAll();
    writeFileSync(join(target.folder, 'package.json'), '{ "name": "scripted", "dependencies": {} }\n');
    writeFileSync(join(target.folder, 'package-lock.json'), '{}');
    await expect(healTarget({ write: true, allowDirty: false })).rejects.toMatchObject({
      code: 'GIT_TREE_DIRTY',
      message: expect.stringMatching(
        /package\.json, package-lock\.json; an installation leaves these: commit them, or pass --allow-dirty$/,
      ) as string,
    });
  });

  test('takes a clean git tree, and one outside of git', async () => {
    target = scriptedTarget(['leak visitors automatic']);
    commitAll();
    expect((await healTarget({ write: true, allowDirty: false })).written).toBe(true);
    rmSync(join(target.folder, '.git'), { recursive: true });
    await expect(healTarget({ write: true, allowDirty: false })).resolves.toMatchObject({ written: false });
  });

  function commitAll(): void {
    const author = ['-c', 'user.name=spec', '-c', 'user.email=spec@example.org'];
    execFileSync('git', ['init', '--quiet'], { cwd: target.folder });
    execFileSync('git', ['add', '.'], { cwd: target.folder });
    execFileSync('git', [...author, 'commit', '--quiet', '-m', 'first'], { cwd: target.folder });
  }
});

describe('an interruption', () => {
  const phases: [string, (abort: () => void) => Partial<HealTools>][] = [
    ['during the first trial', (abort) => ({ runTrial: (options) => (abort(), target.tools.runTrial(options)) })],
    ['during the scan', (abort) => ({ scan: (options) => (abort(), target.tools.scan(options)) })],
    [
      'during the start of the copy',
      (abort) => ({ withTarget: (options, use) => (abort(), target.tools.withTarget(options, use)) }),
    ],
    [
      'during the rewrite',
      (abort) => ({ writeEdits: (root, edits) => (abort(), target.tools.writeEdits(root, edits)) }),
    ],
    [
      'during the proof',
      (abort) => ({
        runTrial: (options) => {
          if (options.cwd !== target.folder) abort();
          return target.tools.runTrial(options);
        },
      }),
    ],
  ];

  test.each(phases)('%s leaves neither a copy nor a change', async (_phase, interrupting) => {
    target = scriptedTarget(['leak visitors automatic']);
    const controller = new AbortController();
    const work = healTarget(
      { write: true, signal: controller.signal },
      interrupting(() => controller.abort()),
    );
    await expect(work).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(target.source()).toBe('leak visitors automatic');
  });

  test('stops the build and what it started', async () => {
    target = scriptedTarget(['leak visitors automatic']);
    const controller = new AbortController();
    const startedAt = Date.now();
    const work = healTarget({
      build: 'echo building; sleep 30; touch built',
      signal: controller.signal,
      onOutput: () => controller.abort(),
    });
    await expect(work).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(Date.now() - startedAt).toBeLessThan(10_000);
    expect(existsSync(join(target.folder, 'built'))).toBe(false);
  });

  test('before the start runs nothing', async () => {
    target = scriptedTarget(['leak visitors automatic']);
    const work = healTarget({ signal: AbortSignal.abort() }, { runTrial: () => fail('runTrial') });
    await expect(work).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });
});

test('an error of a tool leaves no copy', async () => {
  target = scriptedTarget(['leak visitors automatic']);
  const work = healTarget({}, { scan: () => fail('the scan broke') });
  await expect(work).rejects.toThrow('the scan broke');
});

test('progress only grows and ends at 1', async () => {
  target = scriptedTarget(['leak visitors automatic', 'leak recent automatic']);
  const fractions: number[] = [];
  await healTarget({ onProgress: ({ fraction }) => fractions.push(fraction) });
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
  expect(fractions.at(-1)).toBe(1);
});

test('nothing is done before all is', async () => {
  target = scriptedTarget(['leak visitors automatic']);
  const steps: HealProgress[] = [];
  await healTarget({ onProgress: (step) => steps.push(step) });
  expect(steps.filter(({ message }) => message.endsWith('done'))).toEqual([{ message: 'done', fraction: 1 }]);
  expect(steps.map(({ message }) => message)).toContain('starting the untouched copy');
});

function fail(what: string): never {
  throw new Error(what);
}

import type { Healed, HealResult, Leak } from '@watertight/evidence';
import { demoCauses } from './demo/demo-causes.ts';
import type { HealOutcome } from './demo/heal-cause.ts';
import { plain } from './demo/paint.ts';
import { progressOn } from './demo/progress.ts';
import { closing, opening } from './demo/prose.ts';
import { header, obstacleIn, row } from './demo/table.ts';

const leakOf = (cause: string, line: number): Leak => ({
  signature: '0123456789abcdef',
  cause,
  signal: 'heap-after-gc',
  retainedBytesPerRequest: 1583.4,
  objectsPerRequest: 34,
  sink: null,
  insertion: { file: `libs/catalog/src/causes/${cause}/leaky.ts`, line, column: 3, share: 1 },
  constructor: 'Visit',
  retainingPath: [],
  allocationSites: [],
  package: null,
  routes: [],
});

const healing = (leak: Leak, accepted = true): HealOutcome => {
  const healed = { leak, accepted, why: 'the responses differ', responses: { different: 0 } } as Healed;
  return {
    kind: 'healed',
    seconds: 20,
    result: {
      healed: [healed],
      remaining: accepted ? [] : [{ ...leak, why: 'the responses differ' }],
      before: { verdict: 'leaking' },
      after: { verdict: 'stable' },
    } as unknown as HealResult,
  };
};

describe('the table', () => {
  test('tells leaks apart by the folder of their cause', () => {
    expect(row('unbounded-cache', healing(leakOf('unbounded-cache', 21)))).toBe(
      'unbounded-cache/leaky.ts:21      1583 B, 34 obj leaking stable, same responses',
    );
  });

  test('is no wider than eighty columns, whatever the cause', () => {
    const lines = [header(), ...demoCauses.map(({ id }) => row(id, healing(leakOf(id, 100))))].join('\n').split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  test('says in colour what it says in words', () => {
    const marked = row(
      'unbounded-cache',
      healing(leakOf('unbounded-cache', 21)),
      (color, text) => `<${color} ${text}>`,
    );
    expect(marked).toContain('<red leaking> <green stable, same responses>');
  });

  test('names the cause also where no line was found, or the command failed', () => {
    const unplaced = { ...leakOf('unclosed-file', 1), insertion: null };
    expect(row('unclosed-file', healing(unplaced))).toMatch(/^unclosed-file, no line /);
    const failed: HealOutcome = { kind: 'failed', message: 'no port', seconds: 1 };
    expect(row('unclosed-file', failed)).toMatch(/^unclosed-file +error$/);
    expect(obstacleIn(failed)).toBe('no port');
  });

  test('says why a rewrite was not accepted', () => {
    const refused = healing(leakOf('unclosed-file', 12), false);
    expect(row('unclosed-file', refused)).toMatch(/ rewrite not accepted$/);
    expect(obstacleIn(refused)).toBe('the responses differ');
  });
});

test('what stands around the table is no wider than eighty columns', () => {
  const prose = `${opening(6, 2)}\n${closing({ proved: 6, of: 6, seconds: 177, report: 'demo.html' }, plain)}`;
  expect(prose.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

describe('progress', () => {
  const screen = (isTTY: boolean) => {
    const written: string[] = [];
    return { written, isTTY, columns: 50, write: (text: string) => written.push(text) };
  };

  test('is a line for each cause where there is no terminal', () => {
    const { written, ...pipe } = screen(false);
    const progress = progressOn(pipe, 6);
    progress.begin('unbounded-cache');
    progress.begin('anchored-cycle');
    progress.aside(() => written.push('row\n'));
    progress.end('unbounded-cache');
    expect(written).toEqual(['proving unbounded-cache, 1 of 6\n', 'proving anchored-cycle, 2 of 6\n', 'row\n']);
  });

  test('is one live line on a terminal, cleared before a row is printed', () => {
    const { written, ...terminal } = screen(true);
    const progress = progressOn(terminal, 6);
    progress.begin('unbounded-cache');
    progress.begin('anchored-cycle');
    expect(written.at(-1)).toBe('\r\u001b[K0 s, proving 1 and 2 of 6: unbounded-cache, ancho');
    progress.end('unbounded-cache');
    progress.aside(() => written.push('row\n'));
    expect(written.slice(-3)).toEqual(['\r\u001b[K', 'row\n', '\r\u001b[K0 s, proving 2 of 6: anchored-cycle']);
    progress.end('anchored-cycle');
    expect(written.at(-1)).toBe('\r\u001b[K');
  });
});

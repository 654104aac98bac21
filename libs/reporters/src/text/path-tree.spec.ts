import type { Leak } from '@watertight/evidence';
import { visitorsLeak } from '../testing/drawn-results.ts';
import { pathSteps, pathTree } from './path-tree.ts';

const leakOf = (name: string, retainingPath: string[]): Leak => ({
  ...visitorsLeak,
  retainingPathOrigins: [],
  sink: { kind: 'Map', name },
  retainingPath,
});

test('the edge that leads into the sink is underlined', () => {
  expect(pathTree(leakOf('audit.entries', ['(GC roots)', 'audit: Audit', 'entries: Map', 'Entry']))).toEqual([
    '(GC roots)',
    '└─ audit: Audit',
    '   └─ entries: Map',
    '      ~~~~~~~',
    '      └─ Entry',
  ]);
});

test('a longer name that contains the name of the sink is not mistaken for it', () => {
  expect(pathTree(leakOf('log', ['requestLog: Log', 'log: Array', 'Entry']))).toEqual([
    'requestLog: Log',
    '└─ log: Array',
    '   ~~~',
    '   └─ Entry',
  ]);
});

test('a path that does not name the sink has no underline', () => {
  expect(pathTree(leakOf('other', ['a', 'b']))).toEqual(['a', '└─ b']);
});

test('of a very long path the middle is left out, but not the suspect', () => {
  const path = Array.from({ length: 200 }, (_, index) => (index === 50 ? 'queue: Map' : `next ${index}`));
  const texts = pathSteps(leakOf('queue', path)).map(({ text }) => text);
  expect(texts).toEqual([
    ...path.slice(0, 4),
    '… 45 more …',
    ...path.slice(49, 52),
    '… 142 more …',
    ...path.slice(194),
  ]);
});

test('a single step is never replaced by a note that it is missing', () => {
  const path = Array.from({ length: 15 }, (_, index) => (index === 6 ? 'queue: Map' : `next ${index}`));
  expect(pathSteps(leakOf('queue', path)).map(({ text }) => text)).toEqual(path);
});

test('whose a step is is said where another’s code takes over, and not again', () => {
  const leak = {
    ...leakOf('cache', ['src/mail.ts', 'mailer: Mailer', '.writer: Writer', '.cache: Object', '.on: Array', 'x: Y']),
    retainingPathOrigins: [
      { kind: 'own' as const },
      { kind: 'own' as const },
      { kind: 'dependency' as const, package: { name: 'mustache', version: '3.2.1' } },
      { kind: 'dependency' as const, package: { name: 'mustache', version: '3.2.1' } },
      { kind: 'runtime' as const },
      { kind: 'unknown' as const },
    ],
  };
  expect(pathTree(leak).filter((line) => !line.includes('~'))).toEqual([
    'src/mail.ts  (own code)',
    '└─ mailer: Mailer',
    '   └─ .writer: Writer  (mustache@3.2.1)',
    '      └─ .cache: Object',
    '         └─ .on: Array  (Node)',
    '            └─ x: Y',
  ]);
});

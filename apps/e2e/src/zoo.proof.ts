import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspaceRoot } from './watertight.ts';
import { checkCase } from './zoo/check-case.ts';
import { rightness } from './zoo/rightness.ts';
import { readZoo, variantsOf } from './zoo/zoo-case.ts';

// Real packages from the registry: leaky versions and usages, their mended counterparts, and controls that only look leaky.
// One case per kind of mechanism; `npm run zoo` runs all of them.
const spread = new Set([
  'control-bare-express',
  'control-ejs-lazy-templates',
  'control-lru-cache',
  'control-node-cache-ttl',
  'control-seneca-history',
  'express-session-memorystore',
  'mem-maxage',
  'require-from-string-children',
  'winston-file-per-request',
]);
const cases = readZoo(join(workspaceRoot, 'apps/e2e/zoo')).filter(({ id }) => spread.has(id));
const sides = cases.flatMap((zooCase) => variantsOf(zooCase).map((variant) => ({ zooCase, variant, id: zooCase.id })));

test.each(sides)('$id, $variant', async ({ zooCase, variant }) => {
  const { evidence, error } = await checkCase(zooCase, variant, join(tmpdir(), 'watertight-zoo'));
  expect(error).toBeNull();
  expect(evidence!.verdict).toBe(variant === 'leaky' ? 'leaking' : 'stable');
  if (variant === 'leaky') expect(rightness(zooCase, evidence!)).toMatchObject({ package: true, line: true });
});

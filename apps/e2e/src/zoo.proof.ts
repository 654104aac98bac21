import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workspaceRoot } from './watertight.ts';
import { checkCase } from './zoo/check-case.ts';
import { readZoo, variantsOf } from './zoo/zoo-case.ts';

// Real packages from the registry: leaky versions and usages, their mended counterparts, and controls that only look leaky.
const cases = readZoo(join(workspaceRoot, 'apps/e2e/zoo'));
const sides = cases.flatMap((zooCase) => variantsOf(zooCase).map((variant) => ({ zooCase, variant, id: zooCase.id })));

test.each(sides)('$id, $variant', async ({ zooCase, variant }) => {
  const { evidence, error } = await checkCase(zooCase, variant, join(tmpdir(), 'watertight-zoo'));
  expect(error).toBeNull();
  expect(evidence!.verdict).toBe(variant === 'leaky' ? 'leaking' : 'stable');
  if (variant === 'fixed' || !zooCase.allocationSite) return;
  const [leak] = evidence!.leaks;
  expect(`${leak!.insertion!.file}:${leak!.insertion!.line}`).toContain(zooCase.allocationSite);
  expect(leak!.package?.name).toBe(zooCase.package);
});

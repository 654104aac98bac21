import { checkCommand } from './check-command.ts';
import { unboundedCache } from './causes/unbounded-cache/cause.ts';

test('the command sends the workload, headers included, to the cause alone', () => {
  expect(checkCommand(unboundedCache)).toBe(
    "npx watertight check --route 'GET /visitors' -H 'x-forwarded-for: 198.51.100.{n}'" +
      ' -- node apps/leaky-server/dist/main.js --cause unbounded-cache',
  );
});

test('the method of the workload is kept', () => {
  const cause = { ...unboundedCache, workload: { method: 'POST', path: '/visitors', requests: 1 } } as const;
  expect(checkCommand(cause)).toContain("--route 'POST /visitors' -- node");
});

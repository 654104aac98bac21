import type { Evidence, Leak } from '@watertight/evidence';

/**
 * Evidence without what test doubles keep: `jest.fn()` and `vi.fn()` remember each of their calls. That is the test's own doing;
 * where nothing else grows, nothing can be said of the app.
 */
export function withoutTestDoubles(evidence: Evidence): Evidence {
  const ofTheApp = evidence.leaks.filter((leak) => !isOfTestDouble(leak));
  if (ofTheApp.length === evidence.leaks.length) return evidence;
  if (ofTheApp.length > 0) return { ...evidence, leaks: ofTheApp };
  return { ...evidence, leaks: [], verdict: 'inconclusive', reason };
}

const reason =
  'a test double keeps the arguments and results of all its calls, which hides whether the app does; hand in a plain function instead';

function isOfTestDouble({ package: owner, retainingPath, sink }: Leak): boolean {
  if (owner && /^(@vitest\/spy|jest-mock|sinon|tinyspy)$/.test(owner.name)) return true;
  const path = [...retainingPath, sink?.name ?? ''].join('\n');
  return (
    /node_modules\/(?:@vitest\/spy|jest-mock|sinon|tinyspy)\//.test(path) ||
    /\bmock(?:State|Calls)?\.(?:calls|results)\b/.test(path)
  );
}

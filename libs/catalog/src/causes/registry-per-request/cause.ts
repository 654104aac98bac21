import { defineCause } from '../../cause.ts';

export const registryPerRequest = defineCause({
  id: 'registry-per-request',
  title: 'An entry of a process-wide registry, added on every request',
  category: 'collection',
  mechanism: 'Registries of the runtime and of packages keep what they are given until they are told otherwise.',
  article: 2,
  evidence: { growing: 'PerformanceMark', sink: 'Array', retainingPath: ['performance'], signal: 'heap-after-gc' },
  workload: { path: '/routes/Oslo/Bergen', requests: 2_000 },
});

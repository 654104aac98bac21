import { defineCause } from '../../cause.ts';

export const metricLabelPerRequest = defineCause({
  id: 'metric-label-per-request',
  title: 'A label with another value for each request',
  category: 'dependency',
  mechanism:
    'The registry keeps a time series for every combination of label values, and requests bring ever new ones.',
  article: 5,
  evidence: {
    growing: 'Object',
    sink: 'Object',
    retainingPath: ['requests'],
    signal: 'heap-after-gc',
    package: 'prom-client',
  },
  workload: { path: '/tickets/{n}', requests: 3_000 },
});
